"""DJ512: users made with a password as it was typed."""
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

Account = get_user_model()


class Seller(User):
    pass


def register(data):
    User.objects.create(username=data["name"], password=data["password"])  # expect: DJ512
    #                                                   ^^^^^^^^^^^^^^^^ "the password is stored as it was typed: `data["password"]` is not hashed here"
    get_user_model().objects.create(username=data["name"], password=data["password"])  # expect: DJ512
    User.objects.filter(pk=data["id"]).update(password=data["password"])  # expect: DJ512
    User.objects.update_or_create(name=data["name"], defaults={"password": data["password"]})  # expect: DJ512


def build(data):
    user = User(username=data["name"], password=data["password"])  # expect: DJ512
    user.save()
    return Account(username=data["name"], password=data["password"])  # expect: DJ512


async def later(data):
    await Account.objects.acreate(name=data["name"], password=data["password"])  # expect: DJ512
    await Seller.objects.aget_or_create(name="a", defaults={"password": data["password"]})  # expect: DJ512
    Seller(password=data["password"])  # expect: DJ512
    return await Account.objects.create(name=data["name"]), await get_user_model().objects.acreate(password=data["password"])  # expect: DJ512


# Fine: it is hashed.
def fine(data):
    User.objects.create_user(username=data["name"], password=data["password"])
    User.objects.create(username=data["name"], password=make_password(data["password"]))
    hashed = make_password(data["password"])
    User.objects.create(username=data["name"], password=hashed)
    User.objects.create(username=data["name"], password="!")
    user = User(username=data["name"], password=data["password"])
    user.set_password(data["password"])
    return user


# Fine: no user.
def connect(data):
    Mailbox.objects.create(host=data["host"], password=data["password"])
    return Client(password=data["password"])
