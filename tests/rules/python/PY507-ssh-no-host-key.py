"""PY507: SSH to hosts nobody knows."""
import paramiko
from paramiko.client import AutoAddPolicy as TakeAll

client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # expect: PY507
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^ "`paramiko.AutoAddPolicy()` takes any host key: the other end may be anybody"


class Runner:
    def connect(self):
        self.client.set_missing_host_key_policy(paramiko.WarningPolicy)  # expect: PY507
        self.client.set_missing_host_key_policy(policy=TakeAll())  # expect: PY507

    def lenient(self, anyone):
        policy = paramiko.AutoAddPolicy()
        if anyone: self.client.set_missing_host_key_policy(policy)  # expect: PY507


client.set_missing_host_key_policy(paramiko.MissingHostKeyPolicy())  # expect: PY507


class Welcome(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):  # expect: PY507
        """Everybody is welcome."""


class Shrug(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):  # expect: PY507
        pass


# Fine: unknown hosts are refused.
client.load_system_host_keys()
client.set_missing_host_key_policy(paramiko.RejectPolicy())


# Fine: a policy that looks at the key.
class Pinned(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):
        if key.get_fingerprint() != PINNED:
            raise paramiko.SSHException(hostname)


client.set_missing_host_key_policy(Pinned())

# Known miss: the policy is looked up by its name.
client.set_missing_host_key_policy(getattr(paramiko, policy_name)())  # todo: PY507
