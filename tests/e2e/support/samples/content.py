from support.declarations import OWN_WAY, override

override("script", kind="src", src="https://example.com/a.js", html=...)
OWN_WAY.update({"wishlist"})  # its customer comes first: content_test
override("page", type="page", parent_id=..., channel_id=1, is_homepage=False)
