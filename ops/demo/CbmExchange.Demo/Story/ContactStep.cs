using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>A contact: its duty phone for all of XO, its named officer for XB alone.</summary>
internal static class ContactStep
{
    private const string Person = "persons/officer-1";

    public static async Task PlayAsync(Cast cast, Memory memory, CancellationToken cancellation)
    {
        cast.Narrator.Step("XA nominates a contact: the duty phone for all of XO, the named officer for XB alone");
        var draft = await cast.At(cast.Xa, "author").DoAsync<RecordCommandReply>(
            cancellation, "contact", "draft", "--file", cast.Content("contact.json")).ConfigureAwait(false);
        memory.Contact = draft.ReferenceNumber;
        await cast.At(cast.Xa, "nominator").DoAsync<RecordCommandReply>(
            cancellation, "contact", "nominate", draft.RecordId, "--reference", "note 11-4/26",
            "--authority", "Ministry of Foreign Affairs of Xandria").ConfigureAwait(false);
        await Publishing.ClearAsync(cast, cast.Xa, "author", draft.RecordId, cancellation).ConfigureAwait(false);
        var released = await Publishing.ReleaseAsync(
            cast, cast.Xa, draft.RecordId, cancellation,
            "--grant", $"to=body:XO,secretariat:XO; tlp=TLP:GREEN; except-parts={Person}",
            "--grant", $"to=state:XB; tlp=TLP:GREEN; parts={Person}").ConfigureAwait(false);
        cast.Narrator.Check(
            Publishing.Names(released.Recipients) == "XB XC XO", $"{memory.Contact} went to XB, XC and XO");
        foreach (var node in new[] { cast.Xb, cast.Xo })
        {
            var held = await cast.UntilHeldAsync(
                node, memory.Contact, view => view.State == "published", $"{node.Designator} holds {memory.Contact}",
                cancellation).ConfigureAwait(false);
            var contact = held.Body.PointOfContact;
            cast.Narrator.Check(
                contact.Channels.Any(channel => channel.Id == "duty-phone")
                    && contact.Persons.Count == (node == cast.Xb ? 1 : 0),
                $"{node.Designator} holds the duty phone and {(node == cast.Xb ? "the named officer" : "no name")}");
        }

        await cast.SayHoldingsAsync(cancellation).ConfigureAwait(false);
    }
}
