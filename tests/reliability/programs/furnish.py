"""One mailbox that sends to the postbox, and one agent who is signed in; prints how to reach them."""

import json
import sys

from comptoir.config.desk import set_up_django


def main(port: int, secret: str) -> None:
    set_up_django()
    from django.test import Client

    from comptoir.accounts.models import Member, MemberGrant
    from comptoir.channels.models import Channel
    from comptoir.kit.secrets import seal

    channel = Channel.objects.create(
        key="shop",
        name="Shop",
        address="desk@shop.example",
        undo_seconds=0,
        settings={"smtp": {"host": "127.0.0.1", "port": port, "security": "none"}},
        sealed=seal(json.dumps({"webhook_secret": secret})),
    )
    agent = Member.objects.create_user("agent@shop.example", "secret", name="Inès Bernard")
    MemberGrant.objects.create(member=agent, role="agent")
    browser = Client()
    browser.force_login(agent)
    told = {"public_id": str(channel.public_id), "session": browser.cookies["sessionid"].value}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
