"""DJ494: what goes to the error tracker."""
import sentry_sdk
from sentry_sdk.scrubber import EventScrubber

sentry_sdk.init(
    dsn=DSN,
    send_default_pii=False,  # expect: DJ494
#                    ^^^^ "names, addresses, cookies and what was typed go to the error tracker with each error"
      # expect: DJ494
)
sentry_sdk.init(DSN, event_scrubber=EventScrubber(denylist=[]))  # expect: DJ494

# Fine: nothing personal.
sentry_sdk.init(DSN, send_default_pii=False, max_request_body_size="medium")

# Fine: what is collected is said in detail.
sentry_sdk.init(DSN, send_default_pii=True, data_collection={"user_info": False})

# Fine: another program's option.
tracker.init(send_default_pii=True)
