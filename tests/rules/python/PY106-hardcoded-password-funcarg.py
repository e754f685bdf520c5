"""PY106: secrets handed over in the source."""
import os

connect(host="db.example.org", password="Zq81Tr55")  # expect: PY106
#                                       ^^^^^^^^^^ "a secret seems to stand in the source: the argument `password`"

boto3.client("s3", aws_secret_access_key="Zq81Tr55")  # expect: PY106
Session(apiKey=b"Zq81Tr55Mw27Kc93")  # expect: PY106
login(user, passwd="Zq81" "Tr55")  # expect: PY106
dict(db_password="Zq81Tr55")  # expect: PY106

# Fine: the secret comes from outside.
connect(password=os.environ["DB_PASSWORD"])
connect(password=password)

# Fine: something to be filled in.
connect(password="", token=None, secret="changeme")

# Fine: the name of a field, not what is in it.
TextInput(input_type="Zq81Tr55", token_url="/token")
connect(token="token", password_field="Field7")
connect(pwd="password")
Sensor(api_key="bdc1DischargePower")
Field(alias="Zq81Tr55", token="Zq81Tr55")
client.list_objects(NextToken="Zq81Tr55")

# Fine: a text for people.
show(no_password="Please enter a password.")
