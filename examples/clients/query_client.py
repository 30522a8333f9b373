#!/usr/bin/python3
"""A small client of the query proxy: runs one SELECT and prints its rows, tab-separated.

Needs Debian's python3-grpcio and python3-protobuf. The code for proto/query.proto is generated at the start, by
protobuf-compiler and protobuf-compiler-grpc. (Debian's python3-grpc-tools is too old: it knows no optional fields.)
"""
import argparse
import base64
import importlib
import os
import subprocess
import sys
import tempfile

import grpc

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def generate(proto_root):
    """Returns the modules of the messages and of the service."""
    folder = tempfile.TemporaryDirectory(prefix="sudare-client-")
    subprocess.run(["/usr/bin/protoc", "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin",
                    "-I" + proto_root, "--python_out=" + folder.name, "--grpc_out=" + folder.name,
                    "proto/query.proto"], check=True, cwd=proto_root)
    sys.path.insert(0, folder.name)
    try:
        return (importlib.import_module("proto.query_pb2"),
                importlib.import_module("proto.query_pb2_grpc"))
    finally:
        folder.cleanup()


def rows_of(batch, columns):
    """Yields each row as a list of texts, None for NULL.

    The values' bytes lie one after the other; each length is taken off the front, and -1 is NULL.
    """
    at = 0
    row = []
    for length in batch.lengths:
        if length < 0:
            row.append(None)
        else:
            row.append(batch.data[at:at + length].decode("utf-8"))
            at += length
        if len(row) == columns:
            yield row
            row = []
    if at != len(batch.data) or row:
        raise ValueError("a batch of rows is damaged")


def read(path):
    if not path:
        return None
    with open(path, "rb") as file:
        return file.read()


def connect(flags):
    options = [("grpc.http2.max_frame_size", 1 << 20), ("grpc.max_receive_message_length", -1)]
    if flags.server_name:
        options.append(("grpc.ssl_target_name_override", flags.server_name))
    if flags.plaintext:
        return grpc.insecure_channel(flags.server, options)
    credentials = grpc.ssl_channel_credentials(read(flags.ca), read(flags.key), read(flags.cert))
    return grpc.secure_channel(flags.server, credentials, options)


def log_in(flags):
    if not flags.user:
        return []
    password = read(flags.password_file).split(b"\n")[0]
    token = base64.b64encode(flags.user.encode() + b":" + password).decode()
    return [("authorization", "Basic " + token)]


def run(flags):
    query_pb2, query_pb2_grpc = generate(flags.proto_root)
    with connect(flags) as channel:
        stub = query_pb2_grpc.QueryServiceStub(channel)
        columns = 0
        request = query_pb2.QueryRequest(sql=flags.sql)
        for part in stub.Query(request, metadata=log_in(flags)):
            # A short answer is one message that carries all three.
            if part.HasField("header"):
                columns = len(part.header.columns)
                for column in part.header.columns:
                    print(f"{column.name} ({column.type}, {column.mask})", file=sys.stderr)
            if part.HasField("batch"):
                for row in rows_of(part.batch, columns):
                    print("\t".join("NULL" if value is None else value for value in row))
            if part.HasField("summary"):
                print(f"{part.summary.rows} rows", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("server", help="host:port or unix:path")
    parser.add_argument("sql")
    parser.add_argument("--ca", help="authority of the server's certificate, PEM")
    parser.add_argument("--cert", help="your certificate, PEM")
    parser.add_argument("--key", help="its private key, PEM")
    parser.add_argument("--user", help="account that logs in by password")
    parser.add_argument("--password-file")
    parser.add_argument("--plaintext", action="store_true", help="no TLS; on this machine only")
    parser.add_argument("--server-name", help="name in the server's certificate, if not the host")
    parser.add_argument("--proto-root", default=ROOT, help="folder that holds proto/query.proto")
    flags = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        run(flags)
    except grpc.RpcError as error:
        print("refused:", error.details(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
