"""Generated C++ for a .proto file, by the system's protoc (native cc_proto_library wants to build protoc)."""

def sudare_proto_library(name, src, deps = [], grpc = False, visibility = None, include = None, testonly = False):
    """Messages of one .proto file as a cc_library, and with `grpc` its services as `<name>_grpc`.

    Args:
      name: target name, normally `<stem>_cc_proto`.
      src: the .proto file; imports are resolved from the root of the repository.
      deps: other targets of this macro that `src` imports.
      grpc: also generate the service stubs.
      visibility: as usual.
      include: directory that `src` is generated relative to, for files from outside the repository.
      testonly: as usual.
    """
    stem = src.split(":")[-1].replace(".proto", "")
    outs = [stem + ".pb.h", stem + ".pb.cc"]
    path = "--proto_path=$$(dirname $(location %s))" % src if include else "--proto_path=."
    out = "--cpp_out=$(@D)" if include else "--cpp_out=$(GENDIR)"
    native.genrule(
        name = name + "_gen",
        srcs = [src, "//proto:sources"] if not include else [src],
        outs = outs,
        cmd = "protoc %s %s $(location %s)" % (path, out, src),
        testonly = testonly,
    )
    native.cc_library(
        name = name,
        srcs = [stem + ".pb.cc"],
        hdrs = [stem + ".pb.h"],
        # Generated code is not ours to keep free of warnings; under the sanitizers one such file takes minutes.
        copts = [
            "-w",
            "-fno-sanitize=all",
        ],
        deps = deps + ["@protobuf"],
        visibility = visibility,
        testonly = testonly,
    )
    if grpc:
        native.genrule(
            name = name + "_grpc_gen",
            srcs = [src, "//proto:sources"],
            outs = [stem + ".grpc.pb.h", stem + ".grpc.pb.cc"],
            cmd = "protoc %s --plugin=protoc-gen-grpc=$$(which grpc_cpp_plugin) --grpc_out=$(GENDIR) $(location %s)" % (path, src),
        )
        native.cc_library(
            name = name + "_grpc",
            srcs = [stem + ".grpc.pb.cc"],
            hdrs = [stem + ".grpc.pb.h"],
            copts = ["-w"],
            deps = [":" + name, "@grpc"],
            visibility = visibility,
        )
