-- One row per input row (issue) and event in it: the creation, each item of the changelog, each comment.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "id": "VARCHAR", "key": "VARCHAR",
            "fields": {
                "created": "VARCHAR", "issuetype": {"name": "VARCHAR"}, "project": {"key": "VARCHAR"},
                "parent": {"id": "VARCHAR"},
                "issuelinks": [{
                    "type": {"inward": "VARCHAR", "outward": "VARCHAR"},
                    "inwardIssue": {"id": "VARCHAR"}, "outwardIssue": {"id": "VARCHAR"}
                }],
                "creator": {"accountId": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR", "accountType": "VARCHAR"},
                "reporter": {
                    "accountId": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR", "accountType": "VARCHAR",
                    "emailAddress": "VARCHAR"
                },
                "comment": {"comments": [{
                    "id": "VARCHAR", "created": "VARCHAR", "jsdPublic": "VARCHAR", "visibility": "JSON",
                    "author": {"accountId": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR", "accountType": "VARCHAR"}
                }]}
            },
            "remotelinks": [{"object": {"url": "VARCHAR"}}],
            "changelog": {"histories": [{
                "id": "VARCHAR", "created": "VARCHAR",
                "author": {"accountId": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR", "accountType": "VARCHAR"},
                "items": [{
                    "field": "VARCHAR", "fieldId": "VARCHAR", "from": "VARCHAR", "fromString": "VARCHAR",
                    "to": "VARCHAR", "toString": "VARCHAR"
                }]
            }]}
        }') as d
    from records
),

listed as (
    select
        source_row,
        broken,
        raw,
        d,
        cleaned(d.id) as issue,
        coalesce(cleaned(d.fields.reporter.accountid), cleaned(d.fields.reporter.key), cleaned(d.fields.reporter.name))
            as reporter,
        list_concat(
            [{
                'kind': 'created', 'id': d.id, 'written': cleaned(d.fields.created), 'place': 0,
                'author': coalesce(d.fields.creator, {
                    'accountId': d.fields.reporter.accountid, 'key': d.fields.reporter.key,
                    'name': d.fields.reporter.name, 'accountType': d.fields.reporter.accounttype
                }),
                'public': null, 'field': 'created', 'old_id': null, 'old': null, 'new_id': null, 'new': null
            }],
            flatten([
                [{
                    'kind': 'change', 'id': cleaned(h.id), 'written': cleaned(h.created), 'place': place - 1,
                    'author': h.author, 'public': null,
                    'field': lower(coalesce(cleaned(i.fieldid), cleaned(i.field))),
                    'old_id': cleaned(i."from"), 'old': cleaned(i.fromstring),
                    'new_id': cleaned(i."to"), 'new': cleaned(i.tostring)
                } for i, place in h.items]
                for h in d.changelog.histories
            ]),
            [{
                'kind': 'comment', 'id': cleaned(c.id), 'written': cleaned(c.created), 'place': 0,
                'author': c.author,
                'public': coalesce(c.jsdpublic, case when c.visibility::varchar <> 'null' then 'false' end),
                'field': 'comment', 'old_id': null, 'old': null, 'new_id': null, 'new': null
            } for c in d.fields.comment.comments]
        ) as parts
    from documents
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when d.fields is null and d.changelog is null then 'unknown_record'
            when issue is null then 'missing_id'
            when len([p for p in parts if p.field is null]) > 0 then 'missing_activity'
            else [
                fault
                for fault in [time_fault(p.written, instant(p.written)) for p in parts]
                if fault is not null
            ][1]
        end as reason,
        [p.written for p in parts if instant(p.written) is null][1] as unread,
        -- who reported it before the first change of reporter
        list_sort([
            {'at': instant(p.written), 'reporter': p.old_id}
            for p in parts
            if p.kind = 'change' and p.field = 'reporter'
        ])[1] as first_change
    from listed
),

-- what the issue hangs on besides its reporter: other issues, tickets of other systems
joined as (
    select
        *,
        [
            case
                when l.relation in ('duplicates', 'clones', 'is caused by', 'split from')
                    then link('issue', issue, 'issue', l.other, 'of', null)
                when l.relation in ('is duplicated by', 'is cloned by', 'causes', 'split to')
                    then link('issue', l.other, 'issue', issue, 'of', null)
            end
            for l in [
                {
                    'other': cleaned(coalesce(k.outwardissue.id, k.inwardissue.id)),
                    'relation': lower(case when k.outwardissue.id is null then k.type.inward else k.type.outward end)
                }
                for k in d.fields.issuelinks
            ]
        ] as related,
        flatten([
            [
                link('issue', issue, 'ticket', nullif(regexp_extract(
                    r.object.url, '(?:zendesk\.com/(?:agent/)?|freshdesk\.com/(?:a|helpdesk)/)tickets/(\d+)', 1
                ), ''), 'of', null),
                link('issue', issue, 'crm_case', nullif(regexp_extract(
                    r.object.url, '/lightning/r/Case/([a-zA-Z0-9]{15})', 1
                ), ''), 'of', null)
            ]
            for r in d.remotelinks
        ]) as elsewhere
    from judged
),

counted as (
    select
        * exclude (parts),
        generate_subscripts(case when reason is null then parts else [null] end, 1) as part,
        unnest(case when reason is null then parts else [null] end) as p
    from joined
),

told as (
    select
        *,
        instant(p.written) as happened,
        coalesce(cleaned(p.author.accountid), cleaned(p.author.key), cleaned(p.author.name)) as actor,
        case
            when p.author.accounttype = 'app' then 'system'
            when p.author.accounttype = 'customer' or starts_with(p.author.accountid, 'qm:') then 'customer'
            when p.author.accounttype = 'atlassian' then 'person'
            else 'unknown'
        end as actor_kind,
        case when first_change is null then reporter else first_change.reporter end as first_reporter
    from counted
)

select
    source_row,
    part,
    reason,
    case when is_time_fault(reason) then unread end as found,
    raw,
    false as skipped,
    case
        when p.kind = 'created' then issue || ':created'
        when p.id is null then md5(to_json([
            issue, p.kind, p.written, p.place::varchar, p.field, p.old_id, p.old, p.new_id, p.new, actor
        ])::varchar)
        when p.kind = 'comment' then 'comment:' || p.id
        else p.id || ':' || p.place
    end as event_id,
    case
        when p.field in ('status', 'resolution', 'priority', 'issuetype')
            then concat_ws(':', 'issue.' || p.field, p.new)
        else 'issue.' || p.field
    end as activity,
    happened as "timestamp",
    precision_of(p.written) as timestamp_precision,
    case p.kind when 'created' then 0 when 'change' then try_cast(p.id as bigint) end as sequence,
    actor_kind,
    actor,
    try_cast(p.public as boolean) as public,
    case
        when p.kind = 'created' then as_attributes([
            kept_entry('issuetype', to_json(d.fields.issuetype.name)),
            kept_entry('key', to_json(d.key)),
            kept_entry('project', to_json(d.fields.project.key))
        ])
        else as_attributes([
            kept_entry('from', to_json(p.old_id)),
            kept_entry('previous', to_json(p.old)),
            kept_entry('to', to_json(p.new_id)),
            kept_entry('value', to_json(p.new))
        ])
    end as attributes,
    touched([
        {'object_type': 'issue', 'object_id': issue, 'qualifier': 'subject'},
        {
            'object_type': 'requester',
            'object_id': case
                when p.kind = 'created' then first_reporter
                when p.kind = 'comment' and (actor_kind = 'customer' or actor = reporter) then actor
            end,
            'qualifier': 'reporter'
        }
    ]) as objects,
    case
        when p.kind = 'created' then stated(list_concat([
            link('issue', issue, 'requester', first_reporter, 'of', happened),
            link('requester', reporter, 'email', object_id('email', d.fields.reporter.emailaddress), 'same', null),
            link('issue', issue, 'issue', cleaned(d.fields.parent.id), 'of', null)
        ], related, elsewhere))
        when p.kind = 'change' and p.field = 'reporter' then stated([
            link('issue', issue, 'requester', p.new_id, 'of', happened)
        ])
    end as links
from told
