#!/usr/bin/env python3
"""Writes the JSON cases of this folder, without any code of the product: a second implementation to compare with.

Needs the Python package cryptography. Signatures are randomised, so a new run changes them and nothing else.
"""
import base64, hashlib, hmac, json, os, struct
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

HERE = os.path.dirname(os.path.abspath(__file__))
XA = "0a000000-0000-4000-8000-00000000000a"
XB = "0b000000-0000-4000-8000-00000000000b"
RECORD = "11111111-1111-4111-8111-111111111111"


def b64(data): return base64.b64encode(data).decode()
def b64u(data): return base64.urlsafe_b64encode(data).decode().rstrip("=")
def sha(data): return hashlib.sha256(data).digest()
def compact(value): return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Key:
    """A fixed P-256 key whose private number is a hash of its name: for tests only."""

    def __init__(self, name):
        self.private = ec.derive_private_key(int.from_bytes(sha(name.encode()), "big") % (2**255), ec.SECP256R1())
        self.spki = self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.pem = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()

    def der(self, data): return self.private.sign(data, ec.ECDSA(hashes.SHA256()))

    def concatenated(self, data):
        r, s = decode_dss_signature(self.der(data))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


STATEMENT, CHECKPOINT, STRANGER = Key("statement"), Key("checkpoint"), Key("stranger")


def write(name, value):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
        file.write("\n")


# RFC 6962 §2.1: the eight leaves that the reference implementations test with.
LEAVES = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f")]


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return sha(b"\0" + leaves[0])
    k = split(len(leaves))
    return sha(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def subproof(m, leaves, whole):
    n = len(leaves)
    if m == n:
        return [] if whole else [root(leaves)]
    k = split(n)
    if m <= k:
        return subproof(m, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


def merkle():
    sizes = range(len(LEAVES) + 1)
    write("merkle-rfc6962.json", {
        "source": "RFC 6962 §2.1; leaves as in the reference implementation of certificate-transparency",
        "leavesHex": [x.hex() for x in LEAVES],
        "rootsHexBySize": [root(LEAVES[:n]).hex() for n in sizes],
        "inclusion": [{"index": i, "size": n, "proofHex": [p.hex() for p in inclusion(i, LEAVES[:n])]}
                      for n in sizes for i in range(n)],
        "consistency": [{"first": m, "second": n,
                         "proofHex": [p.hex() for p in subproof(m, LEAVES[:n], True)] if m else []}
                        for n in sizes for m in range(n + 1)],
    })


def note(text, key, name=XA, key_id=None, signature=None):
    key_id = sha(key.spki)[:4] if key_id is None else key_id
    signature = key.der(text.encode()) if signature is None else signature
    return f"{text}\n\u2014 {name} {b64(key_id + signature)}\n"


def checkpoint_text(size=3, time="2026-11-22T05:15:50.123Z", root_hash=None, origin=None):
    return (f"{origin or f'cbm.exchange/stream/{XA}/{XB}/1'}\n{size}\n{b64(root_hash or root(LEAVES[:3]))}\n"
            f"signed-at {time}\n")


def checkpoints():
    text = checkpoint_text()
    good = note(text, CHECKPOINT)
    cases = [("a signed head", good, None),
             ("with an unknown second signature", good + note(text, STRANGER).split("\n\n")[1], None),
             ("with an unknown first signature", f"{text}\n" + note(text, STRANGER).split("\n\n")[1]
              + good.split("\n\n")[1], None),
             ("signed by a stranger", note(text, STRANGER), "UnknownKey"),
             ("under the name of another", note(text, CHECKPOINT, name=XB), "UnknownKey"),
             ("a stranger's signature under a known key id", note(text, STRANGER, key_id=sha(CHECKPOINT.spki)[:4]),
              "Forged"),
             ("size altered", good.replace("\n3\n", "\n4\n"), "Forged"),
             ("signature cut", note(text, CHECKPOINT, signature=CHECKPOINT.der(text.encode())[:-1]), "Forged"),
             ("signature of no bytes", note(text, CHECKPOINT, signature=b""), "Malformed"),
             ("without its last newline", good[:-1], "Malformed"),
             ("without signatures", text + "\n", "Malformed"),
             ("without the blank line", good.replace("\n\n", "\n"), "Malformed"),
             ("hyphen for em dash", good.replace("\u2014", "-"), "Malformed"),
             ("carriage return", good.replace("\n3\n", "\r\n3\n"), "Malformed"),
             ("nothing", "", "Malformed")]
    bad_texts = [("leading zero in the size", checkpoint_text(size="03")), ("negative size", checkpoint_text(size=-3)),
                 ("plus sign", checkpoint_text(size="+3")), ("no time", text.rsplit("signed-at", 1)[0]),
                 ("time without milliseconds", checkpoint_text(time="2026-11-22T05:15:50Z")),
                 ("time with an offset", checkpoint_text(time="2026-11-22T05:15:50.123+00:00")),
                 ("no such day", checkpoint_text(time="2026-02-30T05:15:50.123Z")),
                 ("second extension line", text + "more\n"), ("root too short", checkpoint_text(root_hash=b"abc")),
                 ("size beyond 63 bits", checkpoint_text(size=2**63)), ("no origin", text[text.index("\n"):])]
    cases += [(name, note(bad, CHECKPOINT), "Malformed") for name, bad in bad_texts]
    write("checkpoints.json", {
        "source": "C2SP tlog-checkpoint and signed-note, signature type 0x02",
        "originator": XA, "spki": b64(CHECKPOINT.spki), "noteKeyIdHex": sha(CHECKPOINT.spki)[:4].hex(),
        "now": "2026-11-22T05:16:00Z",
        "expected": {"origin": f"cbm.exchange/stream/{XA}/{XB}/1", "size": 3, "rootHex": root(LEAVES[:3]).hex(),
                     "signedAt": "2026-11-22T05:15:50.123Z"},
        "text": text,
        "cases": [{"name": n, "note": b, "fault": f} for n, b, f in cases],
    })


NODE_SECRET, VERSION_SECRET = b"\x5a" * 32, b"\x01" * 32


def derive(use, place):
    version_key = hmac.new(NODE_SECRET, VERSION_SECRET, hashlib.sha256).digest()
    return hmac.new(version_key, f"cbm.exchange/salt/v1\n{use}\n{RECORD}\n{place}".encode(), hashlib.sha256).digest()


def disclosure(place, *rest):
    return b64u(compact([b64u(derive("Salt", place)[:16]), *rest]))


def digest(encoded): return b64u(sha(encoded.encode()))
def decoy(place): return b64u(sha(derive("Decoy", place)))


def disclose(name, value):
    if not isinstance(value, list):
        return [(name, disclosure(name, name, value))]
    elements = [(f"{name}/{element.get('id') or element.get('lang') if isinstance(element, dict) else '#' + str(i)}",
                 disclosure(f"{name}/{i}", element)) for i, element in enumerate(value)]
    bucket = 4
    while bucket < len(value):
        bucket *= 2
    ranked = sorted(range(bucket), key=lambda place: derive("Placement", f"{name}/{place}").hex())
    real, following = set(ranked[:len(value)]), iter(elements)
    places = [{"...": digest(next(following)[1]) if place in real else decoy(f"{name}/{place}")}
              for place in range(bucket)]
    return [(name, disclosure(name, name, places)), *elements]


def statement():
    content = {"authoredAt": "2026-11-20T10:00:00Z", "dutyDesk": "Bürο 24/7",
               "ofRecord": {"recordId": XB, "contentHash": "ab" * 32},
               "intendedNextStep": [{"lang": "en", "text": "We look into it"}, {"lang": "fr", "text": "Nous étudions"}],
               "reportsUnder": ["a68-98:26c", "osce:8", "un:1", "un:2", "un:3"]}
    disclosures = [pair for name, value in content.items() for pair in disclose(name, value)]
    fields = [digest(encoded) for path, encoded in disclosures if "/" not in path]
    field_count = 17  # of cbm.record.v1.Acknowledgement
    fields += [decoy(str(i)) for i in range(len(fields), field_count)]
    payload = {"_sd": sorted(fields), "_sd_alg": "sha-256", "authoritativeLanguages": ["en"], "context": "test",
               "originator": XA, "provenance": "self-declared", "recordId": RECORD, "recordType": "acknowledgement",
               "schemaVersion": "1.0"}
    head = {"alg": "ES256", "kid": sha(STATEMENT.spki).hex(), "typ": "cbm-statement+sd-jwt"}
    signed = f"{b64u(compact(head))}.{b64u(compact(payload))}"
    jwt = f"{signed}.{b64u(STATEMENT.concatenated(signed.encode()))}"
    write("statement.json", {
        "source": "RFC 9901 and PROTOCOL.md §3",
        "privateKeyPem": STATEMENT.pem, "spki": b64(STATEMENT.spki),
        "nodeSecretHex": NODE_SECRET.hex(), "versionSecretHex": VERSION_SECRET.hex(),
        "content": content, "signingInput": signed, "jwt": jwt, "contentHash": sha(jwt.encode()).hex(),
        "disclosures": [{"path": path, "encoded": encoded} for path, encoded in disclosures],
    })


def field(number, data):
    if isinstance(data, int):
        return varint(number << 3) + varint(data)
    data = data.encode() if isinstance(data, str) else data
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value):
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def entry():
    time = field(1, 1795324550) + field(2, 123000000)
    receipt = field(1, RECORD) + field(2, b"\xab" * 32) + field(3, "delivered") + field(4, time)
    body = field(1, "receipt") + field(2, RECORD) + field(3, "response") + field(9, time) + field(11, receipt)
    write("entry.json", {
        "source": "PROTOCOL.md §2: bytes of a cbm.sync.v1.PeerEntry and its RFC 6962 leaf hash",
        "at": "2026-11-22T05:15:50.123Z", "recordId": RECORD, "recordType": "response", "messageHash": "ab" * 32,
        "entryHex": body.hex(), "leafHashHex": sha(b"\0" + body).hex(),
    })


def rfc9901():
    # The disclosures of RFC 9901 §4.2.1 to §4.2.3, as printed there.
    cases = [("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
              "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"),
             ("WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0", "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs")]
    for encoded, printed in cases:
        assert digest(encoded) == printed, (encoded, digest(encoded))
    write("disclosures-rfc9901.json", {
        "source": "RFC 9901 §4.2.1 to §4.2.3",
        "cases": [{"encoded": e, "json": base64.urlsafe_b64decode(e + "==").decode(), "digest": d} for e, d in cases]})


if __name__ == "__main__":
    for make in (merkle, checkpoints, statement, entry, rfc9901):
        make()
