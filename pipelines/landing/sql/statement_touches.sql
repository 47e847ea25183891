-- The statements of the accounts the file tells of: where one of them began, another may go on now.
select distinct s.subject
from statements s semi join (select account_iban from statements where file_no = (select file_no from this_file)) a using (account_iban)
