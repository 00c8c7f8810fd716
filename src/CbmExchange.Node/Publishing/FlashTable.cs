using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// When own flash messages were sent. Their sender is told how many went in the last hour, so that the word keeps its
/// weight; none is dropped or held back (domain.md §4.21 row 30).
/// </summary>
internal sealed class FlashTable : IMemoryTable
{
    /// <summary>For how long a flash message counts: the hour that the notice speaks of.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Times kept: beyond it the notice says "at least"; so many in an hour nobody reads.</summary>
    private const int SentCountMax = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, string> contexts = [];
    private readonly HashSet<(RecordId Record, int Version)> versions = [];
    private readonly Queue<(DateTimeOffset At, string Context)> sent = [];

    /// <summary>What the sender of this version is told; nothing when it is no flash message.</summary>
    public IEnumerable<string> NoticeOf(RecordVersion version, DateTimeOffset now)
    {
        if (version.Precedence != Precedences.Flash)
        {
            return [];
        }

        var before = CountOf(version.Header.Context, now);
        return
        [
            string.Create(CultureInfo.InvariantCulture,
                $"FLASH: {before} sent by this node in the last hour before this one. None is held back; use a lower "
                    + $"precedence where nobody has to be woken."),
        ];
    }

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        lock (gate)
        {
            switch (stored.Body)
            {
                case RecordDrafted drafted:
                    Write(drafted.Header, drafted.Version, drafted.Content);
                    break;
                case RecordRevised revised:
                    Write(revised.Header, revised.Version, revised.Content);
                    break;
                case RecordReleased released when versions.Contains((released.RecordId, released.Version)):
                    Send(released);
                    break;
            }
        }
    }

    // Exercises count for themselves: they are no flash messages of the actual.
    private int CountOf(string context, DateTimeOffset now)
    {
        lock (gate)
        {
            return sent.Count(one => one.Context == context && one.At > now - Window);
        }
    }

    private void Write(RecordHeader header, int version, RecordContent content)
    {
        if (RecordStates.Text(content, "precedence") == Precedences.Flash && RecordTypes.IsMessage(header.RecordType))
        {
            versions.Add((header.RecordId, version));
            contexts[header.RecordId] = header.Context;
        }
        else
        {
            versions.Remove((header.RecordId, version));
        }
    }

    private void Send(RecordReleased released)
    {
        while (sent.TryPeek(out var oldest) && (oldest.At <= released.At - Window || sent.Count >= SentCountMax))
        {
            sent.Dequeue();
        }

        sent.Enqueue((released.At, contexts[released.RecordId]));
    }
}
