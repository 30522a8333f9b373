"""A repository rule that turns an installed Debian package into a cc_library."""

_BUILD = """
cc_library(
    name = "{name}",
    linkopts = {linkopts},
    copts = [],
    defines = {defines},
    includes = {includes},
    hdrs = glob([include + "/*.h" for include in {includes}]),
    visibility = ["//visibility:public"],
)
"""

_PROTO = """
exports_files(["{proto}"], visibility = ["//visibility:public"])
"""

def _pkg_config(ctx, flags, modules):
    result = ctx.execute(["pkg-config"] + flags + modules)
    if result.return_code != 0:
        fail("pkg-config knows no %s: install the packages of third_party/packages.txt\n%s" %
             (" ".join(modules), result.stderr))
    return [flag for flag in result.stdout.strip().split(" ") if flag]

def _system_library_impl(ctx):
    linkopts = []
    defines = []
    links = []
    if ctx.attr.modules:
        for flag in _pkg_config(ctx, ["--cflags"], ctx.attr.modules):
            if flag.startswith("-D"):
                defines.append(flag[2:])
            elif flag.startswith("-I"):
                # A package outside the default include path is linked into the repository.
                path = flag[2:]
                if path not in ["/usr/include", ""]:
                    name = "include%d" % len(links)
                    ctx.symlink(path, name)
                    links.append(name)
        for flag in _pkg_config(ctx, ["--libs"], ctx.attr.modules):
            linkopts.append(flag)
    linkopts += ctx.attr.extra_linkopts
    for header in ctx.attr.headers:
        if not ctx.path("/usr/include/" + header).exists:
            fail("missing header %s: install the packages of third_party/packages.txt" % header)
    build = _BUILD.format(
        name = ctx.name,
        linkopts = repr(linkopts),
        defines = repr(defines),
        includes = repr(links),
    )
    if ctx.attr.proto_file:
        proto = ctx.attr.proto_file.split("/")[-1]
        ctx.symlink(ctx.attr.proto_file, proto)
        build += _PROTO.format(proto = proto)
    ctx.file("BUILD.bazel", build)

system_library = repository_rule(
    implementation = _system_library_impl,
    attrs = {
        "modules": attr.string_list(doc = "pkg-config modules"),
        "extra_linkopts": attr.string_list(doc = "linker flags for what has no pkg-config file"),
        "headers": attr.string_list(doc = "headers below /usr/include that must exist"),
        "proto_file": attr.string(doc = "a .proto file to export"),
    },
    local = True,
    configure = True,
)
