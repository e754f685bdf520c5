"""PY201: a debugger on the web."""
import asyncio

import flask as web
from dash import Dash
from flask import Flask

shop = Flask(__name__)
shop.run()  # expect: PY201
#              ^^^^ "`debug=True` lets every visitor who reaches an error page run Python in the server"

other = web.Flask(__name__)
other.run(port=8000)  # expect: PY201
other.run(None, 8000, True)  # expect: PY201
Flask(__name__).run()  # expect: PY201
board = Dash(__name__)
board.run(port=8050)  # expect: PY201

# The name speaks: low confidence.
app = make()
app.run()  # expect: PY201

# Started by a person: medium.
if __name__ == "__main__":
    shop.run()  # expect: PY201

# Fine: no debugger.
shop.run()
shop.run(debug=False)

# Fine: another library's `run`.
asyncio.run(main(), debug=True)
runner.run(debug=True)

# Fine: the value is decided elsewhere.
shop.run(debug=settings.DEBUG)
