"""One account at the door: queries by the stock grpcio client."""

import importlib
import os
import sys

# Every child is another program: gRPC need not hold up a fork until its own threads are idle, which may be never.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")
import grpc  # noqa: E402

import processes  # noqa: E402


def load_stubs(folder):
    """Generates and imports the Python stubs of proto/query.proto."""
    stubs = os.path.join(folder, "stubs")
    os.makedirs(stubs, exist_ok=True)
    root = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
    processes.run(["protoc", f"--proto_path={root}/proto", f"--python_out={stubs}",
                   "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", f"--grpc_out={stubs}", "query.proto"])
    sys.path.insert(0, stubs)
    return importlib.import_module("query_pb2"), importlib.import_module("query_pb2_grpc")


class Refused(Exception):
    """The proxy's answer when it gives none: what, why, and what to write instead."""

    def __init__(self, code, message, advice, reason):
        super().__init__(message)
        self.code, self.message, self.advice, self.reason = code, message, advice, reason


class Account:
    def __init__(self, messages, services, port, authority_pem, certificate, key):
        self.messages = messages
        with open(authority_pem, "rb") as ca, open(certificate, "rb") as chain, open(key, "rb") as private:
            credentials = grpc.ssl_channel_credentials(ca.read(), private.read(), chain.read())
        self.channel = grpc.secure_channel(f"localhost:{port}", credentials,
                                           [("grpc.max_receive_message_length", 64 << 20)])
        self.service = services.QueryServiceStub(self.channel)

    def query(self, sql, *parameters):
        """(column names, their masks, rows) of one SELECT; raises Refused."""
        request = self.messages.QueryRequest(sql=sql, purpose="walkthrough")
        for value in parameters:
            request.parameters.add(value=value)
        columns, rows = [], []
        try:
            for part in self.service.Query(request, timeout=120):
                if part.HasField("header"):
                    columns = part.header.columns
                if part.HasField("batch"):
                    rows.extend(self._rows(part.batch, len(columns)))
        except grpc.RpcError as error:
            raise self._refused(error) from None
        return [c.name for c in columns], [c.mask for c in columns], rows

    @staticmethod
    def _rows(batch, width):
        rows, at, lengths = [], 0, iter(batch.lengths)
        for _ in range(batch.row_count):
            row = []
            for _ in range(width):
                length = next(lengths)
                row.append(None if length < 0 else batch.data[at:at + length].decode("utf-8"))
                at += max(length, 0)
            rows.append(row)
        return rows

    def _refused(self, error):
        """Reads the ErrorDetail out of the google.rpc.Status in the trailer: field 3 holds Any messages, whose field 2 is it."""
        detail = self.messages.ErrorDetail()
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                detail = find_detail(value, self.messages.ErrorDetail) or detail
        return Refused(error.code().name, error.details(), detail.advice, detail.reason)

    def close(self):
        self.channel.close()


def _fields(data):
    """(number, bytes) of the length-delimited fields of a serialized message."""
    def varint(at):
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value, at
            shift += 7

    at = 0
    while at < len(data):
        key, at = varint(at)
        if key & 7 == 0:
            _, at = varint(at)
        elif key & 7 == 2:
            size, at = varint(at)
            yield key >> 3, data[at:at + size]
            at += size
        else:
            return


def find_detail(status, message_type):
    for number, any_message in _fields(status):
        if number != 3:
            continue
        for inner, value in _fields(any_message):
            if inner == 2:
                return message_type.FromString(value)
    return None
