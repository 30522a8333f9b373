#include "proxy/catalog/system_relations.h"

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

constexpr char kCatalogSchema[] = "pg_catalog";
constexpr char kInformationSchema[] = "information_schema";

struct RelationText {
  const char* schema;
  const char* name;
  uint32_t oid;
  bool has_rows;
  // "name type = expression; …"
  const char* columns;
};

constexpr RelationText kRelations[] = {
    {"pg_catalog", "pg_namespace", 2615, true, R"(
       oid oid; nspname name; nspowner oid = 10; nspacl text[] = NULL)"},
    {"pg_catalog", "pg_class", 1259, true, R"(
       oid oid; relname name; relnamespace oid; reltype oid = 0; reloftype oid = 0; relowner oid =
       10; relam oid; relfilenode oid = 0; reltablespace oid = 0; relpages int4 = 0; reltuples float4
       = -1; relallvisible int4 = 0; reltoastrelid oid = 0; relhasindex bool; relisshared bool =
       false; relpersistence char = 'p'; relkind char; relnatts int2; relchecks int2 = 0; relhasrules
       bool = false; relhastriggers bool = false; relhassubclass bool = false; relrowsecurity bool =
       false; relforcerowsecurity bool = false; relispopulated bool = true; relreplident char = 'd';
       relispartition bool = false; relrewrite oid = 0; relacl text[] = NULL; reloptions text[] =
       NULL; relpartbound pg_node_tree = NULL)"},
    {"pg_catalog", "pg_attribute", 1249, true, R"(
       attrelid oid; attname name; atttypid oid; attstattarget int4 = -1; attlen int2; attnum int2;
       attndims int4; attcacheoff int4 = -1; atttypmod int4; attbyval bool; attalign char; attstorage
       char; attcompression char = ''; attnotnull bool; atthasdef bool = false; atthasmissing bool =
       false; attidentity char = ''; attgenerated char = ''; attisdropped bool = false; attislocal
       bool = true; attinhcount int4 = 0; attcollation oid; attacl text[] = NULL; attoptions text[] =
       NULL; attfdwoptions text[] = NULL)"},
    {"pg_catalog", "pg_type", 1247, true, R"(
       oid oid; typname name; typnamespace oid = 11; typowner oid = 10; typlen int2; typbyval bool;
       typtype char; typcategory char; typispreferred bool; typisdefined bool = true; typdelim char =
       ','; typrelid oid = 0; typsubscript oid; typelem oid; typarray oid; typinput oid; typoutput
       oid; typreceive oid; typsend oid; typmodin oid; typmodout oid; typanalyze oid; typalign char;
       typstorage char; typnotnull bool = false; typbasetype oid = 0; typtypmod int4 = -1; typndims
       int4 = 0; typcollation oid; typdefaultbin pg_node_tree = NULL; typdefault text = NULL; typacl
       text[] = NULL)"},
    {"pg_catalog", "pg_constraint", 2606, true, R"(
       oid oid; conname name; connamespace oid; contype char; condeferrable bool; condeferred bool;
       convalidated bool = true; conrelid oid; contypid oid = 0; conindid oid; conparentid oid = 0;
       confrelid oid; confupdtype char; confdeltype char; confmatchtype char; conislocal bool = true;
       coninhcount int4 = 0; connoinherit bool = true; conkey int2[]; confkey int2[]; conpfeqop oid[]
       = NULL; conppeqop oid[] = NULL; conffeqop oid[] = NULL; confdelsetcols int2[] = NULL;
       conexclop oid[] = NULL; conbin pg_node_tree = NULL)"},
    {"pg_catalog", "pg_index", 2610, true, R"(
       indexrelid oid; indrelid oid; indnatts int2; indnkeyatts int2; indisunique bool;
       indnullsnotdistinct bool = false; indisprimary bool; indisexclusion bool = false; indimmediate
       bool; indisclustered bool = false; indisvalid bool = true; indcheckxmin bool = false;
       indisready bool = true; indislive bool = true; indisreplident bool = false; indkey int2vector;
       indcollation oidvector; indclass oidvector; indoption int2vector; indexprs pg_node_tree =
       NULL; indpred pg_node_tree = NULL)"},
    {"pg_catalog", "pg_description", 2609, true, R"(
       objoid oid; classoid oid; objsubid int4; description text)"},
    {"pg_catalog", "pg_tables", 0, true, R"(
       schemaname name; tablename name; tableowner name = 'owner'; tablespace name = NULL; hasindexes
       bool; hasrules bool = false; hastriggers bool = false; rowsecurity bool = false)"},
    {"pg_catalog", "pg_views", 0, true, R"(
       schemaname name; viewname name; viewowner name = 'owner'; definition text = NULL)"},
    {"pg_catalog", "pg_matviews", 0, true, R"(
       schemaname name; matviewname name; matviewowner name = 'owner'; tablespace name = NULL;
       hasindexes bool; ispopulated bool = true; definition text = NULL)"},
    {"pg_catalog", "pg_indexes", 0, true, R"(
       schemaname name; tablename name; indexname name; tablespace name = NULL; indexdef text)"},
    {"pg_catalog", "pg_database", 1262, true, R"(
       oid oid; datname name = pg_catalog.current_database(); datdba oid = 10; encoding int4 = 6;
       datlocprovider char = 'c'; datistemplate bool = false; datallowconn bool = true; datconnlimit
       int4 = -1; dattablespace oid = 1663; datcollate text =
       pg_catalog.current_setting('lc_collate'); datctype text =
       pg_catalog.current_setting('lc_ctype'); daticulocale text = NULL; datcollversion text = NULL;
       datacl text[] = NULL)"},
    {"pg_catalog", "pg_roles", 0, true, R"(
       rolname name = COALESCE(r.rolname, current_user); rolsuper bool = false; rolinherit bool =
       true; rolcreaterole bool = false; rolcreatedb bool = false; rolcanlogin bool; rolreplication
       bool = false; rolconnlimit int4 = -1; rolpassword text = '********'; rolvaliduntil timestamptz
       = NULL; rolbypassrls bool = false; rolconfig text[] = NULL; oid oid)"},
    {"pg_catalog", "pg_am", 2601, true, R"(
       oid oid; amname name; amhandler oid; amtype char)"},
    {"pg_catalog", "pg_collation", 3456, true, R"(
       oid oid; collname name; collnamespace oid = 11; collowner oid = 10; collprovider char;
       collisdeterministic bool = true; collencoding int4 = -1; collcollate text; collctype text;
       colliculocale text = NULL; collversion text = NULL)"},
    {"pg_catalog", "pg_settings", 0, true, R"(
       name text; setting text = COALESCE(r.setting, pg_catalog.current_setting(r.name)); unit text =
       NULL; category text = ''; short_desc text = ''; extra_desc text = NULL; context text =
       'internal'; vartype text = 'string'; source text = 'default'; min_val text = NULL; max_val
       text = NULL; enumvals text[] = NULL; boot_val text = NULL; reset_val text =
       COALESCE(r.setting, pg_catalog.current_setting(r.name)); sourcefile text = NULL; sourceline
       int4 = NULL; pending_restart bool = false)"},
    {"pg_catalog", "pg_tablespace", 1213, true, R"(
       oid oid; spcname name; spcowner oid = 10; spcacl text[] = NULL; spcoptions text[] = NULL)"},
    {"pg_catalog", "pg_range", 3541, true, R"(
       rngtypid oid; rngsubtype oid; rngmultitypid oid; rngcollation oid; rngsubopc oid; rngcanonical
       oid; rngsubdiff oid)"},
    {"pg_catalog", "pg_attrdef", 2604, false, R"(
       oid oid; adrelid oid; adnum int2; adbin pg_node_tree)"},
    {"pg_catalog", "pg_enum", 3501, false, R"(
       oid oid; enumtypid oid; enumsortorder float4; enumlabel name)"},
    {"pg_catalog", "pg_inherits", 2611, false, R"(
       inhrelid oid; inhparent oid; inhseqno int4; inhdetachpending bool)"},
    {"pg_catalog", "pg_proc", 1255, false, R"(
       oid oid; proname name; pronamespace oid; proowner oid; prolang oid; procost float4; prorows
       float4; provariadic oid; prosupport oid; prokind char; prosecdef bool; proleakproof bool;
       proisstrict bool; proretset bool; provolatile char; proparallel char; pronargs int2;
       pronargdefaults int2; prorettype oid; proargtypes oidvector; proallargtypes oid[]; proargmodes
       char[]; proargnames text[]; proargdefaults pg_node_tree; protrftypes oid[]; prosrc text;
       probin text; prosqlbody pg_node_tree; proconfig text[]; proacl text[])"},
    {"pg_catalog", "pg_trigger", 2620, false, R"(
       oid oid; tgrelid oid; tgparentid oid; tgname name; tgfoid oid; tgtype int2; tgenabled char;
       tgisinternal bool; tgconstrrelid oid; tgconstrindid oid; tgconstraint oid; tgdeferrable bool;
       tginitdeferred bool; tgnargs int2; tgattr int2vector; tgargs bytea; tgqual pg_node_tree;
       tgoldtable name; tgnewtable name)"},
    {"pg_catalog", "pg_policy", 3256, false, R"(
       oid oid; polname name; polrelid oid; polcmd char; polpermissive bool; polroles oid[]; polqual
       pg_node_tree; polwithcheck pg_node_tree)"},
    {"pg_catalog", "pg_sequence", 2224, false, R"(
       seqrelid oid; seqtypid oid; seqstart int8; seqincrement int8; seqmax int8; seqmin int8;
       seqcache int8; seqcycle bool)"},
    {"pg_catalog", "pg_sequences", 0, false, R"(
       schemaname name; sequencename name; sequenceowner name; data_type text; start_value int8;
       min_value int8; max_value int8; increment_by int8; cycle bool; cache_size int8; last_value
       int8)"},
    {"pg_catalog", "pg_statistic_ext", 3381, false, R"(
       oid oid; stxrelid oid; stxname name; stxnamespace oid; stxowner oid; stxstattarget int4;
       stxkeys int2vector; stxkind char[]; stxexprs pg_node_tree)"},
    {"pg_catalog", "pg_publication", 6104, false, R"(
       oid oid; pubname name; pubowner oid; puballtables bool; pubinsert bool; pubupdate bool;
       pubdelete bool; pubtruncate bool; pubviaroot bool)"},
    {"pg_catalog", "pg_publication_namespace", 6237, false, R"(
       oid oid; pnpubid oid; pnnspid oid)"},
    {"pg_catalog", "pg_publication_rel", 6106, false, R"(
       oid oid; prpubid oid; prrelid oid; prqual pg_node_tree; prattrs int2vector)"},
    {"pg_catalog", "pg_rewrite", 2618, false, R"(
       oid oid; rulename name; ev_class oid; ev_type char; ev_enabled char; is_instead bool; ev_qual
       pg_node_tree; ev_action pg_node_tree)"},
    {"pg_catalog", "pg_foreign_table", 3118, false, R"(
       ftrelid oid; ftserver oid; ftoptions text[])"},
    {"pg_catalog", "pg_foreign_server", 1417, false, R"(
       oid oid; srvname name; srvowner oid; srvfdw oid; srvtype text; srvversion text; srvacl text[];
       srvoptions text[])"},
    {"pg_catalog", "pg_foreign_data_wrapper", 2328, false, R"(
       oid oid; fdwname name; fdwowner oid; fdwhandler oid; fdwvalidator oid; fdwacl text[];
       fdwoptions text[])"},
    {"pg_catalog", "pg_partitioned_table", 3350, false, R"(
       partrelid oid; partstrat char; partnatts int2; partdefid oid; partattrs int2vector; partclass
       oidvector; partcollation oidvector; partexprs pg_node_tree)"},
    {"pg_catalog", "pg_auth_members", 1261, false, R"(
       roleid oid; member oid; grantor oid; admin_option bool)"},
    {"pg_catalog", "pg_shdescription", 2396, false, R"(
       objoid oid; classoid oid; description text)"},
    {"pg_catalog", "pg_extension", 3079, false, R"(
       oid oid; extname name; extowner oid; extnamespace oid; extrelocatable bool; extversion text;
       extconfig oid[]; extcondition text[])"},
    {"pg_catalog", "pg_operator", 2617, false, R"(
       oid oid; oprname name; oprnamespace oid; oprowner oid; oprkind char; oprcanmerge bool;
       oprcanhash bool; oprleft oid; oprright oid; oprresult oid; oprcom oid; oprnegate oid; oprcode
       oid; oprrest oid; oprjoin oid)"},
    {"pg_catalog", "pg_aggregate", 2600, false, R"(
       aggfnoid oid; aggkind char; aggnumdirectargs int2; aggtransfn oid; aggfinalfn oid;
       aggcombinefn oid; aggserialfn oid; aggdeserialfn oid; aggmtransfn oid; aggminvtransfn oid;
       aggmfinalfn oid; aggfinalextra bool; aggmfinalextra bool; aggfinalmodify char; aggmfinalmodify
       char; aggsortop oid; aggtranstype oid; aggtransspace int4; aggmtranstype oid; aggmtransspace
       int4; agginitval text; aggminitval text)"},
    {"pg_catalog", "pg_opclass", 2616, false, R"(
       oid oid; opcmethod oid; opcname name; opcnamespace oid; opcowner oid; opcfamily oid; opcintype
       oid; opcdefault bool; opckeytype oid)"},
    {"pg_catalog", "pg_opfamily", 2753, false, R"(
       oid oid; opfmethod oid; opfname name; opfnamespace oid; opfowner oid)"},
    {"pg_catalog", "pg_cast", 2605, false, R"(
       oid oid; castsource oid; casttarget oid; castfunc oid; castcontext char; castmethod char)"},
    {"pg_catalog", "pg_conversion", 2607, false, R"(
       oid oid; conname name; connamespace oid; conowner oid; conforencoding int4; contoencoding
       int4; conproc oid; condefault bool)"},
    {"pg_catalog", "pg_language", 2612, false, R"(
       oid oid; lanname name; lanowner oid; lanispl bool; lanpltrusted bool; lanplcallfoid oid;
       laninline oid; lanvalidator oid; lanacl text[])"},
    {"pg_catalog", "pg_depend", 2608, false, R"(
       classid oid; objid oid; objsubid int4; refclassid oid; refobjid oid; refobjsubid int4; deptype
       char)"},
    {"pg_catalog", "pg_shdepend", 1214, false, R"(
       dbid oid; classid oid; objid oid; objsubid int4; refclassid oid; refobjid oid; deptype char)"},
    {"pg_catalog", "pg_event_trigger", 3466, false, R"(
       oid oid; evtname name; evtevent name; evtowner oid; evtfoid oid; evtenabled char; evttags
       text[])"},
    {"pg_catalog", "pg_default_acl", 826, false, R"(
       oid oid; defaclrole oid; defaclnamespace oid; defaclobjtype char; defaclacl text[])"},
    {"pg_catalog", "pg_ts_config", 3602, false, R"(
       oid oid; cfgname name; cfgnamespace oid; cfgowner oid; cfgparser oid)"},
    {"pg_catalog", "pg_ts_dict", 3600, false, R"(
       oid oid; dictname name; dictnamespace oid; dictowner oid; dicttemplate oid; dictinitoption
       text)"},
    {"pg_catalog", "pg_ts_parser", 3601, false, R"(
       oid oid; prsname name; prsnamespace oid; prsstart oid; prstoken oid; prsend oid; prsheadline
       oid; prslextype oid)"},
    {"pg_catalog", "pg_ts_template", 3764, false, R"(
       oid oid; tmplname name; tmplnamespace oid; tmplinit oid; tmpllexize oid)"},
    {"pg_catalog", "pg_rules", 0, false, R"(
       schemaname name; tablename name; rulename name; definition text)"},
    {"pg_catalog", "pg_policies", 0, false, R"(
       schemaname name; tablename name; policyname name; permissive text; roles name[]; cmd text;
       qual text; with_check text)"},
    {"information_schema", "information_schema_catalog_name", 0, true, R"(
       catalog_name sql_identifier = pg_catalog.current_database())"},
    {"information_schema", "schemata", 0, true, R"(
       catalog_name sql_identifier = pg_catalog.current_database(); schema_name sql_identifier;
       schema_owner sql_identifier = 'owner'; default_character_set_catalog sql_identifier = NULL;
       default_character_set_schema sql_identifier = NULL; default_character_set_name sql_identifier
       = NULL; sql_path character_data = NULL)"},
    {"information_schema", "tables", 0, true, R"(
       table_catalog sql_identifier = pg_catalog.current_database(); table_schema sql_identifier;
       table_name sql_identifier; table_type character_data; self_referencing_column_name
       sql_identifier = NULL; reference_generation character_data = NULL; user_defined_type_catalog
       sql_identifier = NULL; user_defined_type_schema sql_identifier = NULL; user_defined_type_name
       sql_identifier = NULL; is_insertable_into yes_or_no = 'NO'; is_typed yes_or_no = 'NO';
       commit_action character_data = NULL)"},
    {"information_schema", "columns", 0, true, R"(
       table_catalog sql_identifier = pg_catalog.current_database(); table_schema sql_identifier;
       table_name sql_identifier; column_name sql_identifier; ordinal_position cardinal_number;
       column_default character_data = NULL; is_nullable yes_or_no; data_type character_data;
       character_maximum_length cardinal_number; character_octet_length cardinal_number;
       numeric_precision cardinal_number; numeric_precision_radix cardinal_number; numeric_scale
       cardinal_number; datetime_precision cardinal_number; interval_type character_data = NULL;
       interval_precision cardinal_number = NULL; character_set_catalog sql_identifier = NULL;
       character_set_schema sql_identifier = NULL; character_set_name sql_identifier = NULL;
       collation_catalog sql_identifier = NULL; collation_schema sql_identifier = NULL;
       collation_name sql_identifier = NULL; domain_catalog sql_identifier = NULL; domain_schema
       sql_identifier = NULL; domain_name sql_identifier = NULL; udt_catalog sql_identifier =
       pg_catalog.current_database(); udt_schema sql_identifier = 'pg_catalog'; udt_name
       sql_identifier; scope_catalog sql_identifier = NULL; scope_schema sql_identifier = NULL;
       scope_name sql_identifier = NULL; maximum_cardinality cardinal_number = NULL; dtd_identifier
       sql_identifier; is_self_referencing yes_or_no = 'NO'; is_identity yes_or_no = 'NO';
       identity_generation character_data = NULL; identity_start character_data = NULL;
       identity_increment character_data = NULL; identity_maximum character_data = NULL;
       identity_minimum character_data = NULL; identity_cycle yes_or_no = 'NO'; is_generated
       character_data = 'NEVER'; generation_expression character_data = NULL; is_updatable yes_or_no
       = 'NO')"},
    {"information_schema", "views", 0, true, R"(
       table_catalog sql_identifier = pg_catalog.current_database(); table_schema sql_identifier;
       table_name sql_identifier; view_definition character_data = NULL; check_option character_data
       = 'NONE'; is_updatable yes_or_no = 'NO'; is_insertable_into yes_or_no = 'NO';
       is_trigger_updatable yes_or_no = 'NO'; is_trigger_deletable yes_or_no = 'NO';
       is_trigger_insertable_into yes_or_no = 'NO')"},
    {"information_schema", "table_constraints", 0, true, R"(
       constraint_catalog sql_identifier = pg_catalog.current_database(); constraint_schema
       sql_identifier; constraint_name sql_identifier; table_catalog sql_identifier =
       pg_catalog.current_database(); table_schema sql_identifier; table_name sql_identifier;
       constraint_type character_data; is_deferrable yes_or_no; initially_deferred yes_or_no;
       enforced yes_or_no = 'YES'; nulls_distinct yes_or_no)"},
    {"information_schema", "key_column_usage", 0, true, R"(
       constraint_catalog sql_identifier = pg_catalog.current_database(); constraint_schema
       sql_identifier; constraint_name sql_identifier; table_catalog sql_identifier =
       pg_catalog.current_database(); table_schema sql_identifier; table_name sql_identifier;
       column_name sql_identifier; ordinal_position cardinal_number; position_in_unique_constraint
       cardinal_number)"},
    {"information_schema", "constraint_column_usage", 0, true, R"(
       table_catalog sql_identifier = pg_catalog.current_database(); table_schema sql_identifier;
       table_name sql_identifier; column_name sql_identifier; constraint_catalog sql_identifier =
       pg_catalog.current_database(); constraint_schema sql_identifier; constraint_name
       sql_identifier)"},
    {"information_schema", "constraint_table_usage", 0, true, R"(
       table_catalog sql_identifier = pg_catalog.current_database(); table_schema sql_identifier;
       table_name sql_identifier; constraint_catalog sql_identifier = pg_catalog.current_database();
       constraint_schema sql_identifier; constraint_name sql_identifier)"},
    {"information_schema", "referential_constraints", 0, true, R"(
       constraint_catalog sql_identifier = pg_catalog.current_database(); constraint_schema
       sql_identifier; constraint_name sql_identifier; unique_constraint_catalog sql_identifier =
       pg_catalog.current_database(); unique_constraint_schema sql_identifier; unique_constraint_name
       sql_identifier; match_option character_data; update_rule character_data; delete_rule
       character_data)"},
    {"information_schema", "column_privileges", 0, true, R"(
       grantor sql_identifier = 'owner'; grantee sql_identifier = current_user; table_catalog
       sql_identifier = pg_catalog.current_database(); table_schema sql_identifier; table_name
       sql_identifier; column_name sql_identifier; privilege_type character_data = 'SELECT';
       is_grantable yes_or_no = 'NO')"},
    {"information_schema", "table_privileges", 0, true, R"(
       grantor sql_identifier = 'owner'; grantee sql_identifier = current_user; table_catalog
       sql_identifier = pg_catalog.current_database(); table_schema sql_identifier; table_name
       sql_identifier; privilege_type character_data = 'SELECT'; is_grantable yes_or_no = 'NO';
       with_hierarchy yes_or_no = 'NO')"},
    {"information_schema", "role_table_grants", 0, true, R"(
       grantor sql_identifier = 'owner'; grantee sql_identifier = current_user; table_catalog
       sql_identifier = pg_catalog.current_database(); table_schema sql_identifier; table_name
       sql_identifier; privilege_type character_data = 'SELECT'; is_grantable yes_or_no = 'NO';
       with_hierarchy yes_or_no = 'NO')"},
    {"information_schema", "role_column_grants", 0, true, R"(
       grantor sql_identifier = 'owner'; grantee sql_identifier = current_user; table_catalog
       sql_identifier = pg_catalog.current_database(); table_schema sql_identifier; table_name
       sql_identifier; column_name sql_identifier; privilege_type character_data = 'SELECT';
       is_grantable yes_or_no = 'NO')"},
    {"information_schema", "enabled_roles", 0, true, R"(
       role_name sql_identifier = current_user)"},
    {"information_schema", "check_constraints", 0, false, R"(
       constraint_catalog sql_identifier; constraint_schema sql_identifier; constraint_name
       sql_identifier; check_clause character_data)"},
    {"information_schema", "sequences", 0, false, R"(
       sequence_catalog sql_identifier; sequence_schema sql_identifier; sequence_name sql_identifier;
       data_type character_data; numeric_precision cardinal_number; numeric_precision_radix
       cardinal_number; numeric_scale cardinal_number; start_value character_data; minimum_value
       character_data; maximum_value character_data; increment character_data; cycle_option yes_or_no)"},
    {"information_schema", "routines", 0, false, R"(
       specific_catalog sql_identifier; specific_schema sql_identifier; specific_name sql_identifier;
       routine_catalog sql_identifier; routine_schema sql_identifier; routine_name sql_identifier;
       routine_type character_data; module_catalog sql_identifier; module_schema sql_identifier;
       module_name sql_identifier; udt_catalog sql_identifier; udt_schema sql_identifier; udt_name
       sql_identifier; data_type character_data; character_maximum_length cardinal_number;
       character_octet_length cardinal_number; character_set_catalog sql_identifier;
       character_set_schema sql_identifier; character_set_name sql_identifier; collation_catalog
       sql_identifier; collation_schema sql_identifier; collation_name sql_identifier;
       numeric_precision cardinal_number; numeric_precision_radix cardinal_number; numeric_scale
       cardinal_number; datetime_precision cardinal_number; interval_type character_data;
       interval_precision cardinal_number; type_udt_catalog sql_identifier; type_udt_schema
       sql_identifier; type_udt_name sql_identifier; scope_catalog sql_identifier; scope_schema
       sql_identifier; scope_name sql_identifier; maximum_cardinality cardinal_number; dtd_identifier
       sql_identifier; routine_body character_data; routine_definition character_data; external_name
       character_data; external_language character_data; parameter_style character_data;
       is_deterministic yes_or_no; sql_data_access character_data; is_null_call yes_or_no; sql_path
       character_data; schema_level_routine yes_or_no; max_dynamic_result_sets cardinal_number;
       is_user_defined_cast yes_or_no; is_implicitly_invocable yes_or_no; security_type
       character_data; to_sql_specific_catalog sql_identifier; to_sql_specific_schema sql_identifier;
       to_sql_specific_name sql_identifier; as_locator yes_or_no; created time_stamp; last_altered
       time_stamp; new_savepoint_level yes_or_no; is_udt_dependent yes_or_no;
       result_cast_from_data_type character_data; result_cast_as_locator yes_or_no;
       result_cast_char_max_length cardinal_number; result_cast_char_octet_length cardinal_number;
       result_cast_char_set_catalog sql_identifier; result_cast_char_set_schema sql_identifier;
       result_cast_char_set_name sql_identifier; result_cast_collation_catalog sql_identifier;
       result_cast_collation_schema sql_identifier; result_cast_collation_name sql_identifier;
       result_cast_numeric_precision cardinal_number; result_cast_numeric_precision_radix
       cardinal_number; result_cast_numeric_scale cardinal_number; result_cast_datetime_precision
       cardinal_number; result_cast_interval_type character_data; result_cast_interval_precision
       cardinal_number; result_cast_type_udt_catalog sql_identifier; result_cast_type_udt_schema
       sql_identifier; result_cast_type_udt_name sql_identifier; result_cast_scope_catalog
       sql_identifier; result_cast_scope_schema sql_identifier; result_cast_scope_name
       sql_identifier; result_cast_maximum_cardinality cardinal_number; result_cast_dtd_identifier
       sql_identifier)"},
    {"information_schema", "parameters", 0, false, R"(
       specific_catalog sql_identifier; specific_schema sql_identifier; specific_name sql_identifier;
       ordinal_position cardinal_number; parameter_mode character_data; is_result yes_or_no;
       as_locator yes_or_no; parameter_name sql_identifier; data_type character_data;
       character_maximum_length cardinal_number; character_octet_length cardinal_number;
       character_set_catalog sql_identifier; character_set_schema sql_identifier; character_set_name
       sql_identifier; collation_catalog sql_identifier; collation_schema sql_identifier;
       collation_name sql_identifier; numeric_precision cardinal_number; numeric_precision_radix
       cardinal_number; numeric_scale cardinal_number; datetime_precision cardinal_number;
       interval_type character_data; interval_precision cardinal_number; udt_catalog sql_identifier;
       udt_schema sql_identifier; udt_name sql_identifier; scope_catalog sql_identifier; scope_schema
       sql_identifier; scope_name sql_identifier; maximum_cardinality cardinal_number; dtd_identifier
       sql_identifier; parameter_default character_data)"},
    {"information_schema", "triggers", 0, false, R"(
       trigger_catalog sql_identifier; trigger_schema sql_identifier; trigger_name sql_identifier;
       event_manipulation character_data; event_object_catalog sql_identifier; event_object_schema
       sql_identifier; event_object_table sql_identifier; action_order cardinal_number;
       action_condition character_data; action_statement character_data; action_orientation
       character_data; action_timing character_data; action_reference_old_table sql_identifier;
       action_reference_new_table sql_identifier; action_reference_old_row sql_identifier;
       action_reference_new_row sql_identifier; created time_stamp)"},
    {"information_schema", "domains", 0, false, R"(
       domain_catalog sql_identifier; domain_schema sql_identifier; domain_name sql_identifier;
       data_type character_data; character_maximum_length cardinal_number; character_octet_length
       cardinal_number; character_set_catalog sql_identifier; character_set_schema sql_identifier;
       character_set_name sql_identifier; collation_catalog sql_identifier; collation_schema
       sql_identifier; collation_name sql_identifier; numeric_precision cardinal_number;
       numeric_precision_radix cardinal_number; numeric_scale cardinal_number; datetime_precision
       cardinal_number; interval_type character_data; interval_precision cardinal_number;
       domain_default character_data; udt_catalog sql_identifier; udt_schema sql_identifier; udt_name
       sql_identifier; scope_catalog sql_identifier; scope_schema sql_identifier; scope_name
       sql_identifier; maximum_cardinality cardinal_number; dtd_identifier sql_identifier)"},
    {"information_schema", "element_types", 0, false, R"(
       object_catalog sql_identifier; object_schema sql_identifier; object_name sql_identifier;
       object_type character_data; collection_type_identifier sql_identifier; data_type
       character_data; character_maximum_length cardinal_number; character_octet_length
       cardinal_number; character_set_catalog sql_identifier; character_set_schema sql_identifier;
       character_set_name sql_identifier; collation_catalog sql_identifier; collation_schema
       sql_identifier; collation_name sql_identifier; numeric_precision cardinal_number;
       numeric_precision_radix cardinal_number; numeric_scale cardinal_number; datetime_precision
       cardinal_number; interval_type character_data; interval_precision cardinal_number;
       domain_default character_data; udt_catalog sql_identifier; udt_schema sql_identifier; udt_name
       sql_identifier; scope_catalog sql_identifier; scope_schema sql_identifier; scope_name
       sql_identifier; maximum_cardinality cardinal_number; dtd_identifier sql_identifier)"},
    {"information_schema", "view_table_usage", 0, false, R"(
       view_catalog sql_identifier; view_schema sql_identifier; view_name sql_identifier;
       table_catalog sql_identifier; table_schema sql_identifier; table_name sql_identifier)"},
    {"information_schema", "view_column_usage", 0, false, R"(
       view_catalog sql_identifier; view_schema sql_identifier; view_name sql_identifier;
       table_catalog sql_identifier; table_schema sql_identifier; table_name sql_identifier;
       column_name sql_identifier)"},
};

bool IsInformationDomain(absl::string_view type) {
  return type == "sql_identifier" || type == "character_data" || type == "yes_or_no" ||
         type == "cardinal_number" || type == "time_stamp";
}

SystemRelationColumn ParseColumn(absl::string_view text) {
  SystemRelationColumn column;
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(text, absl::MaxSplits(" = ", 1));
  const std::vector<std::string> words =
      absl::StrSplit(absl::StripAsciiWhitespace(halves.first), ' ');
  column.name = words[0];
  absl::string_view type = words[1];
  column.is_array = absl::ConsumeSuffix(&type, "[]");
  column.type = std::string(type);
  column.type_schema = IsInformationDomain(type) ? kInformationSchema : kCatalogSchema;
  column.expression = std::string(absl::StripAsciiWhitespace(halves.second));
  column.is_supplied = column.expression.empty() ||
                       absl::StrContains(column.expression, absl::StrCat("r.", column.name));
  return column;
}

}  // namespace

std::string SystemRelation::FullName() const { return absl::StrCat(schema, ".", name); }

const std::vector<SystemRelation>& SystemRelations() {
  static const auto* relations = [] {
    auto* all = new std::vector<SystemRelation>();
    for (const RelationText& text : kRelations) {
      SystemRelation& relation = all->emplace_back();
      relation.schema = text.schema;
      relation.name = text.name;
      relation.oid = text.oid;
      relation.has_rows = text.has_rows;
      std::string columns = text.columns;
      absl::RemoveExtraAsciiWhitespace(&columns);
      for (absl::string_view column : absl::StrSplit(columns, ';')) {
        relation.columns.push_back(ParseColumn(column));
      }
    }
    return all;
  }();
  return *relations;
}

const SystemRelation* FindSystemRelation(absl::string_view schema, absl::string_view name) {
  static const auto* by_name = [] {
    auto* map = new absl::flat_hash_map<std::string, const SystemRelation*>();
    for (const SystemRelation& relation : SystemRelations()) {
      (*map)[relation.FullName()] = &relation;
    }
    return map;
  }();
  const auto found =
      by_name->find(absl::StrCat(schema.empty() ? kCatalogSchema : schema, ".", name));
  return found == by_name->end() ? nullptr : found->second;
}

bool IsSystemName(absl::string_view name) {
  static const auto* names = [] {
    auto* set = new absl::flat_hash_set<std::string>();
    for (const SystemRelation& relation : SystemRelations()) {
      set->insert(relation.schema);
      set->insert(relation.name);
      for (const SystemRelationColumn& column : relation.columns) set->insert(column.name);
    }
    return set;
  }();
  return names->contains(name);
}

}  // namespace sudare
