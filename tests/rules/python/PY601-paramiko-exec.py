"""PY601: commands on another host."""
import shlex

import paramiko

client = paramiko.SSHClient()
client.exec_command(f"tar xf {name}")  # expect: PY601
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`f"tar xf {name}"` is run by the shell of the remote host"


def restart(host, service):
    host.ssh.exec_command("service restart " + service)  # expect: PY601


def run(*words):
    client.exec_command(*words)  # expect: PY601
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ "what `exec_command` is given is run by the shell of the remote host"


# Fine: a constant command.
client.exec_command("uptime")

# Fine: the value is quoted.
client.exec_command(f"tar xf {shlex.quote(name)}")
