-- One row per element of the JSON status file.
select to_json({'orderExternalId': external_id, 'orderReference': reference, 'orderStatus': status, 'effectiveDate': effective_date,
    'reason': reason, 'trackingUrl': tracking_url, 'orderLines': []::varchar[]})::varchar as document
from import_rows
