"""A mailbox on the loopback that speaks as much IMAP (RFC 3501) as a program needs that empties it."""

import re
import socketserver
import threading
from typing import Any, Self

USER, PASSWORD = "town", "secret word"
_LITERAL_SAFE = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


class Mailbox:
    """The folders of one mailbox, served while a `with` block lasts; INBOX has what was put there."""

    def __init__(self) -> None:
        self.folders: dict[str, dict[int, bytes]] = {"INBOX": {}}
        self.next = 1
        # Whether it moves by one command (RFC 6851), or the program copies and removes.
        self.moves = True
        self.commands: list[str] = []
        box = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                Conversation(box, self.rfile, self.wfile).run()

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"imap://{USER}:secret%20word@127.0.0.1:{self.server.server_address[1]}/INBOX"

    def put(self, raw: bytes, folder: str = "INBOX") -> None:
        """Let a letter arrive."""
        self.folders.setdefault(folder, {})[self.next] = raw
        self.next += 1

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class Conversation:
    """What one client says, command by command."""

    def __init__(self, box: Mailbox, reader: Any, writer: Any) -> None:
        self.box, self.reader, self.writer = box, reader, writer
        self.folder = "INBOX"
        self.removed = set[int]()

    def run(self) -> None:
        """Answer until the client says goodbye."""
        self.say("* OK ready")
        while line := self.reader.readline():
            tag, *words = [quoted or plain for quoted, plain in _LITERAL_SAFE.findall(line.decode().strip())]
            command = words[0].upper()
            if command == "UID":
                words = words[1:]
                command = f"UID {words[0].upper()}"
            self.box.commands.append(command)
            answer = getattr(self, command.lower().replace(" ", "_"))(*words[1:])
            self.say(f"{tag} {answer or 'OK done'}")
            if command == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.writer.write(text.encode() + b"\r\n")

    @property
    def mails(self) -> dict[int, bytes]:
        return self.box.folders[self.folder]

    def capability(self) -> None:
        self.say("* CAPABILITY IMAP4rev1" + (" MOVE" if self.box.moves else ""))

    def login(self, user: str, password: str) -> str:
        return "OK in" if (user, password) == (USER, PASSWORD) else "NO who are you?"

    def select(self, folder: str) -> str:
        if folder not in self.box.folders:
            return "NO such folder"
        self.folder = folder
        self.say(f"* {len(self.mails)} EXISTS")
        return "OK [READ-WRITE] selected"

    def list(self, _where: str, folder: str) -> None:
        if folder in self.box.folders:
            self.say(f'* LIST (\\HasNoChildren) "/" "{folder}"')

    def create(self, folder: str) -> None:
        self.box.folders[folder] = {}

    def uid_search(self, *_: str) -> None:
        self.say("* SEARCH " + " ".join(map(str, self.mails)))

    def uid_fetch(self, uid: str, *what: str) -> None:
        raw = self.mails[int(uid)]
        only_head = any("HEADER" in word for word in what)
        shown = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if only_head else raw
        section = "HEADER" if only_head else ""
        facts = f"UID {uid} FLAGS () RFC822.SIZE {len(raw)} BODY[{section}] {{{len(shown)}}}"
        self.writer.write(f"* 1 FETCH ({facts}\r\n".encode() + shown + b")\r\n")

    def uid_copy(self, uid: str, folder: str) -> None:
        self.box.put(self.mails[int(uid)], folder)

    def uid_move(self, uid: str, folder: str) -> None:
        self.box.put(self.mails.pop(int(uid)), folder)

    def uid_store(self, uid: str, *_: str) -> None:
        self.removed.add(int(uid))

    def expunge(self) -> None:
        for uid in self.removed:
            self.mails.pop(uid, None)

    def logout(self) -> None:
        self.say("* BYE")
