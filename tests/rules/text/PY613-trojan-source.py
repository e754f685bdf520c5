"""PY613: characters that hide what is written."""

access = "user"
if access != "user‮ ⁦# only for administrators⁩ ⁦":  # expect: PY613, PY613, PY613, PY613
    grant()

# ‮delete_everything() ‬ is never called  # expect: PY613, PY613
name = "left‎right"  # expect: PY613
raw = r"left‏right"  # expect: PY613
data = f"{access؜} stays"  # expect: PY613
two = "‫⁧"  # expect: PY613

# A text in a script written from right to left, with marks that end within it: low.
greeting = "‫שלום‬"  # expect: PY613, PY613

# Fine: escapes, which everybody sees.
mark = "\u202e"

# Fine: letters of every script, and joiners of emoji.
word = "שלום"
family = "👨‍👩"
