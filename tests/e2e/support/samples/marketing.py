"""What rules of marketing ask of bodies beyond their fields (docs/contract/marketing.md)."""
from support.declarations import override

override("banner", item_id="0", date_from="0", date_to="0")
override("coupon", type="per_item_discount", restricted_to={},
         applies_to={"entity": "categories", "ids": [0]})
override("gift_certificate", currency_code="USD")
