using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Language;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Overview;

/// <summary>The two facts that the overview shows of a participant; nothing is counted.</summary>
/// <param name="Participant">Who.</param>
/// <param name="IsUs">True for this node's own participant.</param>
/// <param name="Released">True when it released a contact or a document to us that this officer may read.</param>
/// <param name="Verified">True when a contact of it was verified within six months, as this node knows it.</param>
public sealed record OverviewFact(ParticipantView Participant, bool IsUs, bool Released, bool Verified)
{
    /// <summary>Pattern of the map: "us", "none", "released", "verified" or "both".</summary>
    public string Pattern => IsUs ? "us"
        : (Released, Verified) switch
        {
            (true, true) => "both",
            (true, false) => "released",
            (false, true) => "verified",
            _ => "none",
        };
}

/// <summary>Gathers them from what any officer can ask: participants, contacts, the library.</summary>
internal sealed class OverviewReader(DeskClients desk)
{
    /// <summary>How long a verification counts here.</summary>
    public const int VerifiedMonths = 6;

    // Contacts a page, and pages: 250 participants with 40 contacts each.
    private const int PageCount = 200;
    private const int PagesMax = 50;

    private readonly HashSet<string> released = new(StringComparer.Ordinal);
    private readonly HashSet<string> verified = new(StringComparer.Ordinal);

    /// <summary>Facts in the order of designators, and what the view says of itself; or why there are none.</summary>
    public async Task<(ImmutableArray<OverviewFact> Facts, ViewFacts? View, Problem? Problem)> ReadAsync()
    {
        var participants = await DeskClients.AskAsync(options =>
            desk.Directory.ListParticipantsAsync(
                new ListParticipantsRequest { Lang = Languages.Current }, options)).ConfigureAwait(false);
        var problem = participants.Problem ?? await ContactsAsync().ConfigureAwait(false);
        if (problem is not null || participants.Value is not { } known)
        {
            return ([], null, problem);
        }

        problem = await DocumentsAsync(known).ConfigureAwait(false);
        return ([.. known.Participants.OrderBy(one => one.Designator, StringComparer.Ordinal).Select(Of)],
            known.Facts, problem);
    }

    private OverviewFact Of(ParticipantView participant) => new(
        participant, participant.Node == "this node", released.Contains(participant.Designator),
        verified.Contains(participant.Designator));

    private async Task<Problem?> ContactsAsync()
    {
        var token = "";
        for (var page = 0; page < PagesMax; page++)
        {
            var request = new ListContactsRequest { PageSize = PageCount, PageToken = token };
            var answer = await DeskClients.AskAsync(options =>
                desk.Directory.ListContactsAsync(request, options)).ConfigureAwait(false);
            if (answer.Value is not { } list)
            {
                return answer.Problem;
            }

            var since = list.Facts.AsOf.ToDateTimeOffset().AddMonths(-VerifiedMonths);
            foreach (var contact in list.Contacts)
            {
                released.Add(contact.Originator);
                if (contact.ChannelHealth.Any(channel => channel.VerifiedAt?.ToDateTimeOffset() >= since))
                {
                    verified.Add(contact.Originator);
                }
            }

            if (list.NextPageToken.Length == 0)
            {
                break;
            }

            token = list.NextPageToken;
        }

        return null;
    }

    // The newest changes name nearly everybody who gave a document; for the others there is one question each.
    private async Task<Problem?> DocumentsAsync(ListParticipantsResponse known)
    {
        var digest = await DeskClients.AskAsync(options => desk.Library.ReadDigestAsync(
            new ReadDigestRequest { Since = new Timestamp() }, options)).ConfigureAwait(false);
        if (digest.Value is not { } changes)
        {
            return digest.Problem;
        }

        released.UnionWith(changes.Groups.SelectMany(group => group.Changes).Select(change => change.Item.State));
        return changes.IsCut ? await OneByOneAsync(known).ConfigureAwait(false) : null;
    }

    private async Task<Problem?> OneByOneAsync(ListParticipantsResponse known)
    {
        foreach (var participant in known.Participants.Where(one => one.Node != "this node"))
        {
            if (released.Contains(participant.Designator))
            {
                continue;
            }

            var request = new SearchLibraryRequest
            {
                State = participant.ParticipantId, Shelf = "documents", PageSize = 1,
            };
            var answer = await DeskClients.AskAsync(options =>
                desk.Library.SearchLibraryAsync(request, options)).ConfigureAwait(false);
            if (answer.Value is not { } found)
            {
                return answer.Problem;
            }

            if (found.Items.Count > 0)
            {
                released.Add(participant.Designator);
            }
        }

        return null;
    }
}
