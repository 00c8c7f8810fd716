namespace CbmExchange.Node.PeerStreams;

/// <summary>Numbers of this folder's log messages: 4200 to 4299, never reused.</summary>
internal static class PeerStreamEventIds
{
    /// <summary>Following: 4200 to 4219.</summary>
    public const int PhaseChanged = 4200, StreamAlarm = 4201, ConnectionEnded = 4202, StoreRefused = 4203,
        FollowerFailed = 4204, PeersMaxReached = 4205, PeerNotice = 4206;

    /// <summary>Serving: 4220 to 4239.</summary>
    public const int ServingBegan = 4220, ServingEnded = 4221, WakerLostStore = 4222;

    /// <summary>Heads after a start: 4240 to 4259.</summary>
    public const int ServeAllowed = 4240, NewGenerationNeeded = 4241, TakingBack = 4242, HeadUnproven = 4243,
        HeadsNotWritten = 4244;

    /// <summary>Review of stored entries: 4260 to 4269.</summary>
    public const int StatementQuarantined = 4260, ReviewLostStore = 4261, DescriptorRefused = 4262, ReviewFailed = 4263,
        ReviewPassedOver = 4264, ReviewEntriesMissing = 4265, DescriptorNotTaken = 4266;

    /// <summary>Own keys: 4270 to 4279.</summary>
    public const int OwnKeyTold = 4270, AnnouncerLostStore = 4271;

    /// <summary>Attachments: 4280 to 4299.</summary>
    public const int AttachmentFetched = 4280, AttachmentRefused = 4281, AttachmentDelayed = 4282,
        AttachmentGivenUp = 4283, AttachmentOverQuota = 4284;
}
