using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>The ways of a contact between two nodes, as officers go them.</summary>
internal static class ContactSteps
{
    /// <summary>A contact for one topic, so that the tests of a class do not meet.</summary>
    public static DraftRecordRequest Draft(string topic, string office, Action<PointOfContact>? change = null)
    {
        var draft = Drafts.Contact("A. Example");
        var contact = draft.Body.PointOfContact;
        contact.Competences[0] = topic;
        contact.OfficeName[0] = Drafts.Text(office);
        change?.Invoke(contact);
        return draft;
    }

    /// <summary>Drafted, nominated, cleared, released whole to these.</summary>
    public static async Task<RecordCommandReply> PublishedAsync(
        TestNode node, DraftRecordRequest draft, params ReleaseGrant[] grants)
    {
        var drafted = await node.Publishing("author").DraftRecordAsync(draft);
        return await ReleasedAsync(node, await NominatedAsync(node, drafted, "note 1/26"), grants);
    }

    /// <summary>The State's act, with a reference of its own.</summary>
    public static async Task<RecordCommandReply> NominatedAsync(
        TestNode node, RecordCommandReply record, string reference) =>
        await node.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            Nomination = new Nomination
            {
                ReferenceNo = reference,
                Date = "2026-02-03",
                NominatingAuthority = "Foreign Ministry",
                Medium = "note-verbale",
            },
        });

    /// <summary>Submitted, cleared by a second person, released.</summary>
    public static async Task<RecordCommandReply> ReleasedAsync(
        TestNode node, RecordCommandReply record, params ReleaseGrant[] grants)
    {
        var submitted = await node.Publishing("author").SubmitRecordAsync(Flow.Command(record));
        var cleared = await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        return (await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grants))).Record;
    }

    /// <summary>The directory as an officer asks it.</summary>
    public static DirectoryService.DirectoryServiceClient Directory(TestNode node, string officer = "duty") =>
        new(node.As(officer));

    /// <summary>Whom to call in XA, once the answer fits.</summary>
    public static Task<LookupResponse> LookupAsync(
        DirectoryService.DirectoryServiceClient directory, LookupRequest request, Func<LookupResponse, bool> fits) =>
        TwoNodes.UntilAsync(async () => await directory.LookupAsync(request), fits);

    /// <summary>A whole export, and what stood beside its first piece.</summary>
    public static async Task<(ExportDirectoryResponse First, string Text)> ExportAsync(
        DirectoryService.DirectoryServiceClient directory, string format, string state = "", bool persons = false)
    {
        using var call = directory.ExportDirectory(
            new ExportDirectoryRequest { Format = format, State = state, WithPersons = persons });
        var content = new MemoryStream();
        ExportDirectoryResponse? first = null;
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            first ??= piece;
            content.Write(piece.Content.Span);
        }

        return (first!, Encoding.UTF8.GetString(content.ToArray()));
    }
}
