"""DJ442: a camera for everybody."""

# project: a text

PERMISSIONS_POLICY = {
    "camera": "*",  # expect: DJ442
}

# project: a list

PERMISSIONS_POLICY = {
    "geolocation": ["*"],  # expect: DJ442
}

# project: nobody

# Fine: nobody.
PERMISSIONS_POLICY = {"camera": []}

# project: harmless

# Fine: nothing to spy on.
PERMISSIONS_POLICY = {"fullscreen": "*"}
