using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Web.Peers;

/// <summary>States and faults of streams, each with the English words that pages show (and translate).</summary>
public static class PeerWords
{
    /// <summary>Roles that read the state of streams.</summary>
    public const string Readers = "node-admin auditor releasing-authority secretariat duty-officer";

    /// <summary>Roles that read what was refused and kept.</summary>
    public const string EvidenceReaders = "node-admin auditor releasing-authority";

    /// <summary>Roles of which two officers let a stopped stream go on.</summary>
    public const string TwoOfficers = "node-admin releasing-authority";

    /// <summary>How the exchange stands. What is not known is shown as it is.</summary>
    public static string State(string state) => state switch
    {
        "connecting" => "connecting",
        "back-fill" => "catching up",
        "live" => "connected",
        "waiting" => "waiting for the peer",
        "retrying" => "trying again after a fault of the connection",
        "paused" => "paused by us",
        "refused" => "stopped: its stream does not verify",
        "waiting: no node admitted" => "no node admitted yet",
        _ => state,
    };

    /// <summary>What verification found. It says what was seen, not why it is so.</summary>
    public static string Verification(StreamView stream) => stream.Fault switch
    {
        "" => stream.Direction == "in" && stream.Size > 0 ? "verified: every entry up to its signed head"
            : "nothing to verify yet",
        "FORKED" => "two different histories were signed: stopped, both kept as evidence",
        "ROLLED_BACK" => "the peer signed a shorter history than before: stopped, kept as evidence",
        _ => "an open fault; what came is kept as evidence",
    };
}
