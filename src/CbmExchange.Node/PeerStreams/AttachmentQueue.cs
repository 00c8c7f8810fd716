using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Which attachments are to be fetched, each peer within its quota. What is over it waits in line and moves up, oldest
/// first, when one of the same peer is done. The line is bounded too: what does not fit is wanted again when a later
/// entry discloses it, or after a restart.
/// </summary>
internal sealed class AttachmentQueue
{
    private readonly Lock gate = new();
    private readonly Dictionary<ParticipantId, OfPeer> peers = [];

    /// <summary>Position of the oldest that is not done; null when all are.</summary>
    public LogPosition? Oldest
    {
        get
        {
            lock (gate)
            {
                return peers.Values.Select(one => one.Oldest).OfType<LogPosition>()
                    .Select(position => (LogPosition?)position).Min();
            }
        }
    }

    /// <summary>Takes one in; false when it is over the quota of its peer and waits in line.</summary>
    public bool Want(ParticipantId peer, ContentHash hash, WantedAttachment wanted)
    {
        lock (gate)
        {
            if (!peers.TryGetValue(peer, out var mine))
            {
                peers.Add(peer, mine = new OfPeer());
            }

            return mine.Want(hash, wanted);
        }
    }

    /// <summary>Those that may be asked for now.</summary>
    public List<(ParticipantId Peer, ContentHash Hash)> DueAt(DateTimeOffset now)
    {
        lock (gate)
        {
            return [.. peers.SelectMany(peer => peer.Value.DueAt(now).Select(hash => (peer.Key, hash)))];
        }
    }

    /// <summary>One that is to be fetched; null when it is done or waits in line.</summary>
    public WantedAttachment? Find(ParticipantId peer, ContentHash hash)
    {
        lock (gate)
        {
            return peers.GetValueOrDefault(peer)?.Find(hash);
        }
    }

    /// <summary>Writes down a try in vain.</summary>
    public void Put(ParticipantId peer, ContentHash hash, WantedAttachment tried)
    {
        lock (gate)
        {
            peers.GetValueOrDefault(peer)?.Put(hash, tried);
        }
    }

    /// <summary>It is here, or given up: those in line behind it move up.</summary>
    public void Done(ParticipantId peer, ContentHash hash)
    {
        lock (gate)
        {
            peers.GetValueOrDefault(peer)?.Done(hash);
        }
    }

    private sealed class OfPeer
    {
        private readonly Dictionary<ContentHash, WantedAttachment> pending = [];
        private readonly SortedDictionary<(long Position, string Hash), WantedAttachment> line = [];
        private long pendingBytes;

        public LogPosition? Oldest
        {
            get
            {
                var positions = pending.Values.Select(one => one.Position.Value)
                    .Concat(line.Keys.Take(1).Select(key => key.Position)).ToList();
                return positions.Count == 0 ? null : new LogPosition(positions.Min());
            }
        }

        public bool Want(ContentHash hash, WantedAttachment wanted)
        {
            if (MoveUp(hash, wanted))
            {
                return true;
            }

            if (line.Count < PeerStreamLimits.AttachmentsOverQuotaMax)
            {
                line.TryAdd((wanted.Position.Value, hash.Hex), wanted);
            }

            return false;
        }

        public IEnumerable<ContentHash> DueAt(DateTimeOffset now) =>
            pending.Where(one => one.Value.NotBefore <= now).Select(one => one.Key);

        public WantedAttachment? Find(ContentHash hash) => pending.GetValueOrDefault(hash);

        public void Put(ContentHash hash, WantedAttachment tried)
        {
            if (pending.ContainsKey(hash))
            {
                pending[hash] = tried;
            }
        }

        public void Done(ContentHash hash)
        {
            if (pending.Remove(hash, out var done))
            {
                pendingBytes -= done.SizeBytes;
            }

            while (line.Count > 0)
            {
                var (key, wanted) = line.First();
                if (!MoveUp(new ContentHash(key.Hash), wanted))
                {
                    return;
                }

                line.Remove(key);
            }
        }

        // One that two entries disclosed stands in line twice and is fetched once.
        private bool MoveUp(ContentHash hash, WantedAttachment wanted)
        {
            if (pending.ContainsKey(hash))
            {
                return true;
            }

            if (pending.Count >= PeerStreamLimits.AttachmentsPendingMax
                || pendingBytes + wanted.SizeBytes > PeerStreamLimits.AttachmentBytesPendingMax)
            {
                return false;
            }

            pending.Add(hash, wanted);
            pendingBytes += wanted.SizeBytes;
            return true;
        }
    }
}
