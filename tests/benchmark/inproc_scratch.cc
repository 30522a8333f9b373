#include <libpq-fe.h>
#include <sys/resource.h>
#include <chrono>
#include <iostream>
#include "policy/loader.h"
#include "tests/benchmark/bench_database.h"
#include "tests/support/pipeline_harness.h"
#include "proxy/query/pipeline.h"
using namespace sudare; using namespace sudare::testing;
static double Now(){ return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
static double Cpu(){ rusage u; getrusage(RUSAGE_SELF,&u); return u.ru_utime.tv_sec+u.ru_utime.tv_usec*1e-6+u.ru_stime.tv_sec+u.ru_stime.tv_usec*1e-6; }
struct CountSink: RowSink { uint64_t rows=0,bytes=0; absl::Status OnHeader(const sudare::v1::Header&)override{return absl::OkStatus();} absl::Status OnBatch(sudare::v1::RowBatch&b)override{rows+=b.row_count();bytes+=b.data().size();return absl::OkStatus();} absl::Status OnSummary(const sudare::v1::Summary&)override{return absl::OkStatus();}};
int main(){
  auto server=StartBenchDatabase(1000000); if(!server.ok()){std::cerr<<server.status()<<"\n";return 1;}
  auto loaded=LoadPolicyFromSources({{"p",BenchPolicy()}}); for(auto&i:loaded.issues) std::cerr<<i.ToString()<<"\n";
  std::vector<CatalogRelation> rels(1); auto&r=rels[0]; r.schema="bench"; r.name="payslips"; auto add=[&](const char*n,SqlType t){CatalogColumn c;c.name=n;c.type.type=t;c.type_sql="pg_catalog."+TypeName(c.type);r.columns.push_back(c);};
  add("id",SqlType::kInt8);add("employee_no",SqlType::kText);add("full_name",SqlType::kText);add("personal_number",SqlType::kBpchar);add("phone",SqlType::kText);add("month",SqlType::kDate);add("gross",SqlType::kInt4);
  PipelineHarness::Options o; o.connection=(*server)->ConnectionString(); o.policy=loaded.policy; o.catalog=std::make_shared<CatalogSnapshot>(rels); o.keyring=*Keyring::FromKey(1,"0123456789abcdef0123456789abcdef"); PipelineHarness h(o);
  PGconn*c=PQconnectdb((*server)->ConnectionString().c_str());
  for(int k=0;k<4;k++){
    double t=Now(),u=Cpu(); uint64_t n=0; PQsendQuery(c,kStreamSql); PQsetSingleRowMode(c); while(PGresult*res=PQgetResult(c)){ n+=PQntuples(res); PQclear(res);} double ref=Now()-t; double refu=Cpu()-u;
    for(const char*sql:{kStreamSql,"SELECT id, employee_no, full_name, personal_number, month, gross FROM bench.payslips","SELECT id, employee_no, personal_number, phone, month, gross FROM bench.payslips"}){
    t=Now();u=Cpu(); CountSink s; sudare::v1::QueryRequest q; q.set_sql(sql); auto st=h.pipeline().Query({"bench","certificate","x"},q,{},s); double ours=Now()-t,oursu=Cpu()-u;
    std::cout<<n<<" ref "<<ref<<" cpu "<<refu<<" ours "<<ours<<" cpu "<<oursu<<" rows "<<s.rows<<" bytes "<<s.bytes<<" "<<st<<" ratio "<<ours/ref<<"\n";}
  }
}
