"""What rules ask of bodies beyond their fields, a module a group; every module here is read."""
