from support.declarations import OWN_WAY

OWN_WAY.update({"shopper_profile"})  # its customer comes first: segments_test
