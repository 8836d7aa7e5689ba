from support.declarations import override

override("site", url=lambda number: f"https://shop{number}.example.com")
override("currency", currency_code=lambda number: f"C{number % 26:02}", is_default=False)
override("channel_currencies", enabled_currencies=["USD", "EUR"], default_currency="USD")
