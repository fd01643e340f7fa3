"""A web server of one's own for a folder, on loopback and a free port, for as long as a `with`
lasts. It serves ranges, and notes what is asked for."""
import http.server
import os
import re
import threading
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer(False)

    def do_GET(self):
        self._answer(True)

    def _answer(self, with_body):
        name = urllib.parse.unquote(self.path.split("?")[0]).lstrip("/")
        path = os.path.join(self.server.folder, name)
        begin, end, status = 0, None, 404
        if ".." not in name.split("/") and os.path.isfile(path):
            size = os.path.getsize(path)
            begin, end, status = self._range(size)
            if with_body and self.server.refused_from is not None and (
                    end or 0) > self.server.refused_from:
                end, status = None, 503
        self.server.note(self.command,
                         name,
                         status,
                         end - begin if with_body and end is not None else 0)
        self.send_response(status)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(0 if end is None else end - begin))
        if end is not None:
            self.send_header("Last-Modified", self.date_time_string(os.path.getmtime(path)))
        if status == 206:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (begin, end - 1, size))
        elif status == 416:
            self.send_header("Content-Range", "bytes */%d" % size)
        self.end_headers()
        if with_body and end is not None:
            with open(path, "rb") as file:
                file.seek(begin)
                try:
                    self.wfile.write(file.read(end - begin))
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # it has seen enough

    def _range(self, size):
        """Where the answer begins and ends in the file, and the status."""
        asked = self.headers.get("Range")
        if asked is None:
            return 0, size, 200
        begin, end = re.fullmatch(r"bytes=(\d+)-(\d*)", asked).groups()
        begin, end = int(begin), min(int(end) + 1, size) if end else size
        return (begin, end, 206) if begin < end else (0, None, 416)

    def log_message(self, *_):
        pass


class Web:
    def __init__(self, folder):
        self.folder = str(folder)

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.folder, self.server.note = self.folder, self._note
        self.server.refused_from = None
        self.lock, self.requests = threading.Lock(), []
        self.thread = threading.Thread(target=self.server.serve_forever,
                                       kwargs={"poll_interval": 0.05})
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def _note(self, *request):
        with self.lock:
            self.requests.append(request)

    def take_requests(self):
        """Those since the last time: method, name, status, bytes of the answer's body."""
        with self.lock:
            taken, self.requests = self.requests, []
        return taken

    def refuse_from(self, byte):
        """Whoever asks for this byte of a file, or for one after it, is told that the server is
        unavailable. None: nobody."""
        self.server.refused_from = byte

    @property
    def address(self):
        return "127.0.0.1:%d" % self.server.server_port

    def url(self, name):
        return "http://%s/%s" % (self.address, name)
