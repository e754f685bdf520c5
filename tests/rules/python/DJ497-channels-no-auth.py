"""DJ497: sockets for strangers."""
from channels.generic.websocket import AsyncWebsocketConsumer, JsonWebsocketConsumer


class Prices(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("prices", self.channel_name)
        await self.accept()  # expect: DJ497
        #     ^^^^^^^^^^^^^ "strangers may listen and send: the socket is accepted without asking who it is"


class Orders(JsonWebsocketConsumer):
    def connect(self):
        self.accept()  # expect: DJ497

    def receive_json(self, content):
        place(content)


# Fine: it is asked who it is.
class Account(AsyncWebsocketConsumer):
    async def connect(self):
        if not self.scope["user"].is_authenticated:
            await self.close()
        else:
            await self.accept()


# Fine: no socket.
class Offer:
    def connect(self):
        self.accept()
