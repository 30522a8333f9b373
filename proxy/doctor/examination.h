// `sudare doctor`: everything that Sudare's promises hang on outside of it, looked at on the
// proxy's host before a maintenance line is opened, or when something doesn't work.
//
//   const Examination examination = Examine({"/etc/sudare/sudare.textproto"}, answers);
//   std::cout << ReportAsText(examination.findings, {});
//
// Reads only: files, the database's catalogs and settings as the role that the proxy logs in as,
// the kernel's clock and disk. Changes nothing, and prints no value, key or password. What could
// not be looked at is a finding of its own.
#ifndef SUDARE_PROXY_DOCTOR_EXAMINATION_H_
#define SUDARE_PROXY_DOCTOR_EXAMINATION_H_

#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "proxy/doctor/finding.h"
#include "proxy/doctor/proxy_check.h"

namespace sudare::doctor {

struct Request {
  std::string config_path;
  // libpq connection string of somebody who may read pg_hba.conf's rules; may be empty.
  std::string admin_database;
  // Files of client certificates that are to be let in.
  std::vector<std::string> client_certificates;
  // Whose rights to files are looked at.
  uid_t caller = geteuid();
};

struct Examination {
  Findings findings;
  // Of the policy that the configuration names; empty if it has errors.
  std::string policy_hash;
  // The configuration could be read at all.
  bool has_configuration = false;
};

// May take some seconds: a database that doesn't answer is waited for, for connect_timeout.
Examination Examine(const Request& request, const std::vector<ProxyAnswer>& answers);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_EXAMINATION_H_
