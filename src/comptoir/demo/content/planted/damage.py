"""Broken things: a vase in French with photos, and a teapot in Japanese."""

from comptoir.conversations.states import Intent
from comptoir.demo.content.planted.scene import Scene, buyer_says, conversation, listing
from comptoir.demo.content.shapes import Conversation, Picture, PlantedCase, Story


def broken_vase(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "vase", "Élise", "Carpentier", "fr", woman=True, mail="elise.carpentier@courriel.example"
    )
    order = scene.order(
        buyer, listing("Brume"), placed_days=6, promised_days=1, delivered_days=0.25,
        story=Story.DELIVERED, last_place="Orléans",
    )  # fmt: skip
    text = f"""Bonjour,

J’ai reçu ce matin le vase « Brume » de la commande {order.external_id}, et il est malheureusement arrivé cassé. Le carton n’avait pourtant rien, mais le col du vase était en trois morceaux et il y avait à peine un peu de papier autour.

Je vous joins trois photos : le vase, la cassure de près et l’emballage tel que je l’ai ouvert. C’était un cadeau pour les quarante ans de ma sœur, samedi prochain. Pourriez-vous m’en envoyer un autre d’ici là ? Sinon, je préfère être remboursée.

Merci d’avance pour votre réponse,
Élise Carpentier"""
    pictures = [
        Picture("broken_vase", "IMG_4127.jpg", seed=41),
        Picture("broken_vase_close", "IMG_4128.jpg", seed=41),
        Picture("torn_packaging", "IMG_4131.jpg", seed=42),
    ]
    thread = conversation(
        "planted-broken-vase", "Vase arrivé cassé", "fr", Intent.DAMAGED_ITEM,
        [buyer_says(scene.ago(minutes=86), "fr", text, pictures=pictures)],
        buyer=buyer, order=order, due_in=34,
    )  # fmt: skip
    line = "A vase arrived in pieces, three photos, and it has to be replaced by Saturday."
    return PlantedCase("broken-vase", "Broken vase, in French", line, (thread.key,)), [thread]


def japanese(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "japanese", "美咲", "渡辺", "ja", woman=True, mail="misaki.watanabe@tegami.example"
    )
    order = scene.order(
        buyer, listing("Kanna"), placed_days=17, promised_days=3, delivered_days=1.2,
        story=Story.DELIVERED, last_place="Narita",
    )  # fmt: skip
    text = f"""お世話になっております。渡辺と申します。

昨日、注文番号{order.external_id}のティーポット「Kanna」が届きました。丁寧な梱包をありがとうございました。ただ、開けてみたところ、注ぎ口の先が小さく欠けておりました。写真を添付いたしますので、ご確認いただけますでしょうか。

とても気に入っている品ですので、できれば返金ではなく、同じものとの交換を希望いたします。日本への再送が可能かどうか、また送料についても教えていただけると幸いです。

お手数をおかけいたしますが、よろしくお願いいたします。
渡辺 美咲"""
    thread = conversation(
        "planted-japanese", "ティーポットの注ぎ口が欠けていました", "ja", Intent.DAMAGED_ITEM,
        [
            buyer_says(
                scene.ago(minutes=49), "ja", text,
                pictures=[Picture("teapot", "IMG_0213.jpg", seed=7)],
            )
        ],
        buyer=buyer, order=order, due_in=71,
    )  # fmt: skip
    line = (
        "A chipped teapot, in Japanese: search, language, fonts and an exchange over far borders."
    )
    return PlantedCase("japanese", "A message in Japanese", line, (thread.key,)), [thread]
