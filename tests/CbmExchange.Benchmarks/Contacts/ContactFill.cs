using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Benchmarks.Contacts;

/// <summary>
/// Fills the directory. One contact goes the whole way; its row of the readings is then copied in SQL under other
/// participants and record ids, as if each of them had released contacts of the same content. The directory loads the
/// rows from there when the node starts, as it always does.
/// </summary>
internal static class ContactFill
{
    /// <summary>One contact, drafted, nominated, cleared and released; answers its record.</summary>
    public static async Task<string> PublishOneAsync(BenchNode node)
    {
        var author = node.Node.Publishing("author");
        var drafted = await author.DraftRecordAsync(new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            Context = "actual",
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody { PointOfContact = Contact() },
        });
        var nominated = await node.Node.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Nomination
            {
                ReferenceNo = "NV-1",
                Date = "2026-01-01",
                NominatingAuthority = "Ministry",
                Medium = "note-verbale",
            },
        });
        var submitted = await author.SubmitRecordAsync(Flow.Command(nominated));
        var authority = node.Node.Publishing("authority");
        var cleared = await authority.ClearRecordAsync(Flow.Command(submitted));
        await authority.ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("X1")));
        return drafted.RecordId;
    }

    /// <summary>
    /// Copies its row until there are so many contacts, the same number for each of the other participants.
    /// </summary>
    public static Task CopyAsync(BenchNode node, string schema, string record, int contacts)
    {
        const int Others = BenchInstance.ParticipantsMax - 1;
        return node.Home.QueryAsync($"""
            delete from {schema}.cbm_reading_records where not is_own;
            insert into {schema}.cbm_reading_records
              (originator, record_id, is_own, record_type, context, header, content, claim_paths, content_hash, marking,
               state, reference_number, search, relates_to, attachments, signature, released_at, stored_at, seq_id,
               ordinal, key_id, last_change, changed_at)
            select made.originator, made.id, false, r.record_type, r.context,
                   replace(replace(r.header::text, r.originator, made.originator), r.record_id, made.id)::jsonb,
                   r.content, r.claim_paths, r.content_hash, r.marking, r.state, r.reference_number, r.search,
                   r.relates_to, r.attachments, r.signature, r.released_at, r.stored_at,
                   r.seq_id, n, r.key_id, r.last_change, r.changed_at
              from {schema}.cbm_reading_records r,
                   (select n, '0a000000-0000-4000-8000-' || lpad((n % {Others} + 1)::text, 12, '0') as originator,
                           '44444444-0000-4000-8000-' || lpad(n::text, 12, '0') as id
                      from generate_series(1, {contacts}) n) made
             where r.record_id = '{record}';
            analyze {schema}.cbm_reading_records
            """);
    }

    private static PointOfContact Contact() => new()
    {
        Subject = { Drafts.Text("Duty Centre") },
        Kinds = { "crisis-duty-desk", "technical" },
        OfficeName = { Drafts.Text("Duty Centre") },
        Competences = { "incident-state-level" },
        Coverage = "24x7",
        Channels =
        {
            new Channel { Id = "duty", Type = "voice", Value = "+442079460101", PriorityOrder = 1, Hours = "24x7" },
        },
        Languages = { new SpokenLanguage { Lang = "en", Level = "working", Hours = "24x7" } },
    };
}
