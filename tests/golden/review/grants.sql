-- The database roles behind the policy's roles, as `sudare policy grants` prints them: SELECT on exactly the
-- columns whose masks or row filters read the value. What a role only ever sees as NULL, or not at all, is not
-- granted: its sessions could not read it even if the proxy were wrong.

-- The proxy logs in as this role and becomes the others; it holds nothing itself.
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_proxy'') THEN
    CREATE ROLE sudare_proxy LOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_proxy SET default_transaction_read_only = on;

-- Reads the catalog, no data.
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''sudare_catalog'') THEN
    CREATE ROLE sudare_catalog NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE sudare_catalog SET default_transaction_read_only = on;

-- vendor: 保守業者
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''vendor_role'') THEN
    CREATE ROLE vendor_role NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE vendor_role SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA payroll TO vendor_role;
GRANT USAGE ON SCHEMA tools TO vendor_role;
GRANT SELECT (
  employee_no, full_name, birth_date, postal_code, is_special
) ON payroll.employees TO vendor_role;
GRANT SELECT (
  employee_no, total
) ON payroll.totals TO vendor_role;
GRANT SELECT (
  log_no, at
) ON payroll.logs TO vendor_role;
GRANT EXECUTE ON FUNCTION tools.shorten(value text) TO vendor_role;

-- clerk
DO LANGUAGE plpgsql '
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''Clerk''''s'') THEN
    CREATE ROLE "Clerk''s" NOLOGIN NOINHERIT;
  END IF;
END
';
ALTER ROLE "Clerk's" SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA payroll TO "Clerk's";
GRANT USAGE ON SCHEMA tools TO "Clerk's";
GRANT SELECT (
  log_no
) ON payroll.logs TO "Clerk's";
GRANT EXECUTE ON FUNCTION tools.shorten(value text) TO "Clerk's";

GRANT sudare_catalog TO sudare_proxy;
GRANT vendor_role TO sudare_proxy;
GRANT "Clerk's" TO sudare_proxy;
