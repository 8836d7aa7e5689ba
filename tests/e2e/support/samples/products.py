from support.declarations import OWN_WAY, override

override("product", brand_id=..., categories=..., name=lambda number: f"Product {number}", sale_price=0,
         is_price_hidden=False, price_hidden_label="", order_quantity_minimum=0, order_quantity_maximum=0)
override("product_image", image_url=lambda number: f"https://images.example.com/{number}.png")
# Variants need the options of their product: products_test.
OWN_WAY.update({"product_variant"})
