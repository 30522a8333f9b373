#!/usr/bin/env bash
# Lays out what is installed for applications, as one tar. Called by the build (package.bzl).
#
#   make_package.sh TAR ARCHIVES HEADERS OTHERS FLAGS
#
# ARCHIVES, HEADERS and OTHERS list files, one a line: where it is, and its path in the repository. FLAGS is what the library
# is linked with.
set -euo pipefail

tar=$1 archives=$2 headers=$3 others=$4 flags=$5
version=0.1.0
major=0
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{include/sudare,lib/pkgconfig,lib/cmake/sudare_policy,share/sudare/proto}

place_of() { awk -v path="$2" '$2 == path { print $1; exit }' "$1"; }

# One archive of all objects, and a shared library of it.
{
  echo "create $root/lib/libsudare_policy.a"
  while read -r place _; do echo "addlib $place"; done <"$archives"
  echo save
  echo end
} | ar -M
# shellcheck disable=SC2086
g++ -shared -o "$root/lib/libsudare_policy.so.$version" -Wl,-soname,"libsudare_policy.so.$major" -Wl,-z,defs \
  -Wl,--whole-archive "$root/lib/libsudare_policy.a" -Wl,--no-whole-archive $flags
ln -s "libsudare_policy.so.$version" "$root/lib/libsudare_policy.so.$major"
ln -s "libsudare_policy.so.$major" "$root/lib/libsudare_policy.so"

# The header that needs nothing, and the headers that need Abseil and Protocol Buffers with all that they include.
cp "$(place_of "$headers" policy/app/include/sudare/masker.h)" "$root/include/sudare/"
wanted=(policy/{masker,keyring,loader,issue,policy,mask,value,evaluator,token,log_scrubber}.h
  policy/streams/{csv_masker,json_lines_masker}.h policy/messages/message_masker.h proto/data_class.pb.h)
declare -A seen=()
while [ "${#wanted[@]}" -gt 0 ]; do
  path=${wanted[0]}
  wanted=("${wanted[@]:1}")
  [ -z "${seen[$path]:-}" ] || continue
  seen[$path]=1
  place=$(place_of "$headers" "$path")
  [ -n "$place" ] || { echo "make_package.sh: no header $path" >&2; exit 1; }
  mkdir -p "$root/include/sudare/$(dirname "$path")"
  cp "$place" "$root/include/sudare/$path"
  mapfile -t included < <(sed -n 's/^#include "\(\(policy\|proto\)\/[^"]*\)"$/\1/p' "$place")
  wanted+=("${included[@]}")
done

fill() { sed -e "s|@VERSION@|$version|g" -e "s|@FLAGS@|$flags|g" "$(place_of "$others" "policy/app/$1")" >"$root/$2"; }
fill sudare_policy.pc.in lib/pkgconfig/sudare_policy.pc
fill sudare_policy_full.pc.in lib/pkgconfig/sudare_policy_full.pc
fill sudare_policyConfig.cmake.in lib/cmake/sudare_policy/sudare_policyConfig.cmake
fill sudare_policyConfigVersion.cmake.in lib/cmake/sudare_policy/sudare_policyConfigVersion.cmake
for proto in policy data_class; do
  cp "$(place_of "$others" "proto/$proto.proto")" "$root/share/sudare/proto/"
done

chmod -R u+w,a+rX "$root"
tar -C "$root" --owner=0 --group=0 --numeric-owner --sort=name --mtime=@0 -cf "$tar" include lib share
