"""Types of the catalog whose records come to be in their own way; catalog_test.py looks at them."""
from support.declarations import OWN_WAY

OWN_WAY.update({"category", "category_tree"})
