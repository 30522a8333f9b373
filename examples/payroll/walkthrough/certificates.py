"""A small authority of the city, and the certificates of its server and of the people who log in."""

import os

import processes


class Authority:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "certificates")
        os.makedirs(self.folder, mode=0o700)
        self.ca = self._path("ca.pem")
        processes.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                       "-keyout", self._path("ca.key"), "-out", self.ca, "-days", "30", "-subj", "/CN=Sudare example CA"])

    def _path(self, name):
        return os.path.join(self.folder, name)

    def issue(self, name, alternative_name):
        """Paths of certificate and key; `alternative_name` as in "email:01@vendor.example"."""
        key, request, certificate, extensions = (self._path(name + suffix) for suffix in
                                                 (".key", ".csr", ".pem", ".ext"))
        processes.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                       "-out", request, "-subj", f"/CN={name}"])
        with open(extensions, "w", encoding="ascii") as file:
            file.write(f"subjectAltName={alternative_name}\n")
        processes.run(["openssl", "x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self._path("ca.key"),
                       "-CAcreateserial", "-out", certificate, "-days", "30", "-extfile", extensions])
        os.chmod(key, 0o600)
        return certificate, key
