"""PY321: files fetched in the clear."""
import ftplib
from ftplib import FTP as Server
from urllib.request import urlopen

import aioftp

server = ftplib.FTP("files.example.org")  # expect: PY321
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`ftplib.FTP` sends everything in the clear, the password included"
server.login(user, word)

with Server(host) as other:  # expect: PY321
    other.login()
    other.retrlines("LIST")

logged_in = Server(host, user, word)  # expect: PY321
Server(host).quit()  # expect: PY321
aioftp.Client()  # expect: PY321
urlopen("ftp://files.example.org/list")  # expect: PY321


class Mirror(ftplib.FTP):  # expect: PY321
    pass


# Fine: encrypted.
safe = ftplib.FTP_TLS("files.example.org")

# Fine: the methods of a connection that was reported where it was made.
server.retrlines("LIST")

# Fine: a library that is told to encrypt.
aioftp.Client(ssl=True)
