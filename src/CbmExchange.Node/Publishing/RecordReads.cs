using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using CbmExchange.Node.Tables;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Publishing;

/// <summary>Reads of own records, and of held ones as far as they were released to this node.</summary>
internal sealed class RecordReads(
    RecordLoader loader,
    OwnRecordTable records,
    OwnRecordViews views,
    ReceiptFacts receipts,
    ConversationReads conversations,
    IHeldRecords held,
    ParticipantTable participants,
    ReadRights rights,
    DeskRights desks,
    TableFollower tables,
    TimeProvider time
)
{
    /// <summary>First and last second that a Timestamp may say: of the years 1 and 9999.</summary>
    private const long MomentSecondsMin = -62_135_596_800;

    private const long MomentSecondsMax = 253_402_300_799;

    /// <summary>Records of a page at most.</summary>
    private const int PageCountMax = 200;

    /// <summary>Records of a page when the caller does not say.</summary>
    private const int PageCountDefault = 50;

    /// <summary>One record. Not there, not released to this node and not yours to read are one answer.</summary>
    public async Task<Outcome<RecordView>> GetAsync(
        OfficerCall call,
        GetRecordRequest request,
        CancellationToken cancellationToken
    )
    {
        if (records.Find(request.Record) is { } own)
        {
            var state = await loader.LoadAsync(own, cancellationToken).ConfigureAwait(false);
            if (state.Header is not { } header || !rights.May(call, header, isOwn: true))
            {
                return Refusal.NotFound;
            }

            var view = await ViewAsync(state, cancellationToken).ConfigureAwait(false);
            view.Conversations.AddRange(await conversations.OfOwnAsync(state, cancellationToken).ConfigureAwait(false));
            return view;
        }

        var found = await held.FindAsync(request.Record, cancellationToken).ConfigureAwait(false);
        if (found is null || !rights.May(call, found.Header, isOwn: false))
        {
            return Refusal.NotFound;
        }

        found.View.Conversations.AddRange(
            await conversations.OfHeldAsync(found, cancellationToken).ConfigureAwait(false));
        return desks.Seen(call, found.View);
    }

    /// <summary>Own records, newest first.</summary>
    public async Task<Outcome<ListOwnRecordsResponse>> ListOwnAsync(
        OfficerCall call,
        ListOwnRecordsRequest request,
        CancellationToken cancellationToken
    )
    {
        var asked = ContextAsked.Of(request.Context, request.ExerciseId);
        var size = PageSize(request.PageSize);
        long? before = null;
        if (request.PageToken.Length > 0)
        {
            if (!long.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                return Refusal.Invalid([new FieldFault("pageToken", "Must be the token of the page before.")]);
            }

            before = place;
        }

        var now = time.GetUtcNow();
        var lines = records
            .NewestFirst(before)
            .Where(line => request.RecordType.Length == 0 || line.RecordType == request.RecordType)
            .Where(asked.Fits)
            .Where(line => request.State.Length == 0 || line.StateAt(now) == request.State)
            .Where(line => rights.May(call, line.RecordType, isOwn: true))
            .Take(size + 1)
            .ToList();
        var response = new ListOwnRecordsResponse();
        foreach (var line in lines.Take(size))
        {
            var state = await loader.LoadAsync(line.RecordId, cancellationToken).ConfigureAwait(false);
            response.Records.Add(await ViewAsync(state, cancellationToken).ConfigureAwait(false));
        }

        response.NextPageToken =
            lines.Count > size ? lines[size - 1].ChangedAt.Value.ToString(CultureInfo.InvariantCulture) : "";
        response.Facts = Facts(response.Records.Count);
        return response;
    }

    /// <summary>
    /// What one participant holds of this node, or held at a moment, computed from the releases; an auditor: no content.
    /// </summary>
    public async Task<Outcome<ViewAsResponse>> ViewAsAsync(
        OfficerCall call,
        ViewAsRequest request,
        CancellationToken cancellationToken
    )
    {
        if (participants.State.Resolve(request.Participant) is not { } participant)
        {
            return Refusal.NotFound;
        }

        if (request.Until is not null && !IsMoment(request.Until))
        {
            return Refusal.Invalid([new FieldFault("until", "Must be a moment.")]);
        }

        var size = PageSize(request.PageSize);
        var ids = records
            .Given.GetValueOrDefault(participant.Participant, [])
            .OrderBy(record => record.Value, StringComparer.Ordinal)
            .Where(record => string.CompareOrdinal(record.Value, request.PageToken) > 0)
            .Where(record => records.TypeOf(record) is { } type && (
                rights.May(call, type, isOwn: true) || ReadRights.MetadataOnly(call.Seat.Roles, type)))
            .Take(size + 1)
            .ToList();
        var response = new ViewAsResponse();
        foreach (var id in ids.Take(size))
        {
            var state = request.Until is { } until
                ? await loader.LoadUntilAsync(id, until.ToDateTimeOffset(), cancellationToken).ConfigureAwait(false)
                : await loader.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (state.SeenBy(participant.Participant) is { } given)
            {
                var item = OwnRecordViews.Item(state, participant.Participant, given);
                item.ContentJson = rights.May(call, item.RecordType, isOwn: true) ? item.ContentJson : "";
                response.Items.Add(item);
            }
        }

        response.NextPageToken = ids.Count > size ? ids[size - 1].Value : "";
        response.Facts = Facts(response.Items.Count);
        return response;
    }

    private async Task<RecordView> ViewAsync(RecordState state, CancellationToken cancellationToken)
    {
        var view = views.Of(state);
        await receipts.CompleteAsync(view, cancellationToken).ConfigureAwait(false);
        return view;
    }

    private static bool IsMoment(Timestamp at) =>
        at is { Nanos: >= 0 and <= 999_999_999, Seconds: >= MomentSecondsMin and <= MomentSecondsMax };

    private static int PageSize(int wanted) => wanted <= 0 ? PageCountDefault : Math.Min(wanted, PageCountMax);

    private ViewFacts Facts(int count) =>
        new()
        {
            AsOf = tables.AsOf.ToTimestamp(),
            VisibleCount = count,
            FromMemory = !tables.IsLive,
        };
}
