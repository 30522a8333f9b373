"""What is installed for applications that don't build with Bazel, as one tar of an installation prefix."""

def _objects(dep):
    archives = []
    flags = []
    for linked in dep[CcInfo].linking_context.linker_inputs.to_list():
        flags += [flag for flag in linked.user_link_flags if flag not in flags]
        for library in linked.libraries:
            archives.append(library.pic_static_library or library.static_library)
    return archives, flags

def _package_impl(ctx):
    archives, flags = _objects(ctx.attr.dep)
    headers = [
        header
        for header in ctx.attr.dep[CcInfo].compilation_context.headers.to_list()
        if header.owner.workspace_name == "" and "_virtual_includes" not in header.path
    ]
    lists = {"archives": archives, "headers": headers, "others": ctx.files.files}
    arguments = ctx.actions.args()
    arguments.add(ctx.outputs.tar)
    for name in sorted(lists):
        file = ctx.actions.declare_file("%s.%s" % (ctx.label.name, name))
        ctx.actions.write(file, "".join([
            "%s %s\n" % (one.path, one.short_path)
            for one in lists[name]
        ]))
        arguments.add(file)
        lists[name] = lists[name] + [file]
    arguments.add(" ".join(flags))
    ctx.actions.run(
        executable = ctx.executable.tool,
        arguments = [arguments],
        inputs = lists["archives"] + lists["headers"] + lists["others"],
        outputs = [ctx.outputs.tar],
        use_default_shell_env = True,
        mnemonic = "Package",
    )

application_package = rule(
    implementation = _package_impl,
    attrs = {
        "dep": attr.label(providers = [CcInfo], doc = "what is installed, with all it needs"),
        "files": attr.label_list(allow_files = True, doc = "templates and sources for make_package"),
        "tool": attr.label(executable = True, cfg = "exec"),
    },
    outputs = {"tar": "%{name}.tar"},
)
