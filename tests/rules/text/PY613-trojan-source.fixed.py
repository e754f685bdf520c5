"""PY613: characters that hide what is written."""

access = "user"
if access != "user\u202e \u2066# only for administrators\u2069 \u2066":  # expect: PY613, PY613, PY613, PY613
    grant()

# delete_everything()  is never called  # expect: PY613, PY613
name = "left\u200eright"  # expect: PY613
raw = r"leftright"  # expect: PY613
data = f"{access} stays"  # expect: PY613
two = "\u202b\u2067"  # expect: PY613

# A text in a script written from right to left, with marks that end within it: low.
greeting = "\u202bשלום\u202c"  # expect: PY613, PY613

# Fine: escapes, which everybody sees.
mark = "\u202e"

# Fine: letters of every script, and joiners of emoji.
word = "שלום"
family = "👨‍👩"
