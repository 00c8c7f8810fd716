using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>Contacts that a case needs.</summary>
internal static class ContactSteps
{
    /// <summary>A contact, nominated, cleared and released; answers its id.</summary>
    public static async Task<string> ReleasedAsync(
        TestNode node, string to, string office, string[] kinds, string number, string deputy = "")
    {
        var draft = Drafts.Contact("A. Example");
        var contact = draft.Body.PointOfContact;
        contact.OfficeName.Clear();
        contact.OfficeName.Add(Drafts.Text(office));
        contact.Kinds.Clear();
        contact.Kinds.Add(kinds);
        contact.Channels[0].Value = number;
        contact.DeputyContactId = deputy;
        var drafted = await node.Publishing("author").DraftRecordAsync(draft);
        var nominated = await node.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Nomination
            {
                ReferenceNo = "note 1/26",
                Date = "2026-02-03",
                NominatingAuthority = "Foreign Ministry",
                Medium = "note-verbale",
            },
        });
        var submitted = await node.Publishing("author").SubmitRecordAsync(Flow.Command(nominated));
        var cleared = await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        var released = await node.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To(to, "persons")));
        return released.Record.RecordId;
    }

    /// <summary>Returns when the contacts are in the other node's directory.</summary>
    public static Task HeldAsync(TestNode node, string state, int count)
    {
        var directory = new DirectoryService.DirectoryServiceClient(node.As("duty"));
        return TwoNodes.UntilAsync(
            async () => await directory.ListContactsAsync(new ListContactsRequest { State = state }),
            answer => answer.Contacts.Count == count);
    }
}
