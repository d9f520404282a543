-- Names that the systems give to their objects; every id is text
create macro email_of(customer) as
    list_extract(
        ['anna', 'jan', 'maria', 'piotr', 'ewa', 'tomasz', 'lucia', 'diego', 'carmen', 'zofia', 'adam', 'olga', 'pablo'],
        customer % 13 + 1
    )
    || '.'
    || list_extract(
        ['nowak', 'garcia', 'wojcik', 'lopez', 'kowalska', 'mazur', 'ruiz', 'krol', 'vega', 'zajac', 'sanz'],
        customer % 11 + 1
    )
    || '.' || customer || '@'
    || list_extract(['mail.example', 'firma.example', 'tienda.example'], customer % 3 + 1);

create macro email_as_typed(customer, letters) as
    case letters
        when 1 then upper(email_of(customer))
        when 2 then upper(left(email_of(customer), 1)) || substr(email_of(customer), 2)
        else email_of(customer)
    end;

create macro user_id_of(customer) as printf('%07d', customer + 100001);

create macro requester_of(customer) as 20000000000 + customer * 7 + 3;

create macro crm_lead_id(customer) as printf('00Q5g0%09dEAA', customer);

create macro crm_contact_id(customer) as printf('0035g0%09dAAA', customer);

create macro crm_deal_id(deal) as printf('0065g0%09dAAA', deal);

create macro crm_user_id(number) as printf('0055g0%09dAAA', number);

create macro crm_user_name(number) as
    case number
        when 0 then 'Automated Process' when 10 then 'Sobczak, Marta' when 11 then 'Luis Ortega'
        when 20 then 'Iwona "Ivy" Baran' when 21 then 'Marek Lis' when 30 then 'Julia Pawlak'
        else 'Hugo Prieto'
    end;

create macro crm_time(time_ms) as strftime(make_timestamp_ms(time_ms), '%Y-%m-%dT%H:%M:%S.000+0000');

create macro desk_agent(ticket) as 900000001 + ticket % 5;

create macro desk_engineer(ticket) as 900000011 + ticket % 2;

create macro desk_subject(ticket) as
    list_extract(
        ['Cannot print an invoice', 'VAT number is refused', 'Where is my receipt?', 'No puedo entrar', 'Jak zmienić plan?'],
        ticket % 5 + 1
    );

create macro desk_comment(event_no, author, is_public, body) as
    '{"id":' || event_no || ',"type":"Comment","public":' || is_public || ',"author_id":' || author
    || ',"body":"' || body || '"}';

create macro desk_notification(event_no, subject) as
    '{"id":' || event_no || ',"type":"Notification","subject":"' || subject || '"}';

create macro desk_change(event_no, field, new_value, old_value) as
    '{"id":' || event_no || ',"type":"Change","field_name":"' || field || '","value":' || new_value
    || ',"previous_value":' || old_value || '}';
