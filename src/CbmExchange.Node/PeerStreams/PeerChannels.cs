using System.Security.Cryptography;
using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// The way to each peer, shared by all that ask it something: one handshake and one pipeline a peer (design D8). A way
/// is kept while the descriptor stands under which it was opened; a connection that nobody uses closes by itself.
/// </summary>
internal sealed class PeerChannels(SyncIdentity identity, TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ParticipantId, Way> ways = [];

    /// <summary>Borrows the way to a peer; give it back by disposing the loan, never the channel.</summary>
    public Loan Borrow(PeerSeat peer)
    {
        lock (gate)
        {
            if (!ways.TryGetValue(peer.Participant, out var way) || !way.IsUnder(peer))
            {
                way?.Replace();
                way = ways[peer.Participant] = new Way(peer, new PeerChannel(peer, identity, time));
            }

            way.Users++;
            return new Loan(this, way);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var way in ways.Values)
            {
                way.Channel.Dispose();
            }

            ways.Clear();
        }
    }

    private void GiveBack(Way way)
    {
        lock (gate)
        {
            way.Users--;
            way.CloseIfDone();
        }
    }

    /// <summary>A way that is in use.</summary>
    internal sealed class Loan : IDisposable
    {
        private readonly PeerChannels lender;
        private Way? way;

        internal Loan(PeerChannels lender, Way way) => (this.lender, this.way, Channel) = (lender, way, way.Channel);

        /// <summary>The way itself.</summary>
        public PeerChannel Channel { get; }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref way, null) is { } used)
            {
                lender.GiveBack(used);
            }
        }
    }

    internal sealed class Way(PeerSeat seat, PeerChannel channel)
    {
        private bool isReplaced;

        public PeerChannel Channel => channel;

        public int Users { get; set; }

        // Where and under which root the peer is reached stands in its descriptor.
        public bool IsUnder(PeerSeat peer) => CryptographicOperations.FixedTimeEquals(
            seat.Descriptor.Sha256.Span, peer.Descriptor.Sha256.Span);

        public void Replace()
        {
            isReplaced = true;
            CloseIfDone();
        }

        public void CloseIfDone()
        {
            if (isReplaced && Users == 0)
            {
                channel.Dispose();
            }
        }
    }
}
