"""DJ442: a camera for everybody."""

# project: a text

PERMISSIONS_POLICY = {
    "camera": ["self"],  # expect: DJ442
}

# project: a list

PERMISSIONS_POLICY = {
    "geolocation": ["self"],  # expect: DJ442
}

# project: nobody

# Fine: nobody.
PERMISSIONS_POLICY = {"camera": []}

# project: harmless

# Fine: nothing to spy on.
PERMISSIONS_POLICY = {"fullscreen": "*"}
