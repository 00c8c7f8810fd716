namespace CbmExchange.Node.Observation;

/// <summary>
/// Numbers of this room's log messages, in blocks per folder, never reused. PeerStreams has 4200 to 4299.
/// </summary>
internal static class NodeEventIds
{
    /// <summary>Doors: 4000 to 4049.</summary>
    public const int OfficerUnknown = 4000, RoleMissing = 4001, AllowanceSpent = 4002, CallFailed = 4003,
        StoreUnavailable = 4004;

    /// <summary>Startup and shutdown: 4050 to 4099.</summary>
    public const int NodeReady = 4050, NodeStopping = 4051, NodeStopped = 4052, StopStepFailed = 4053;

    /// <summary>Tables in memory: 4100 to 4149.</summary>
    public const int TablesCaughtUp = 4100, TablesLostStore = 4101, TablePassedOver = 4102;

    /// <summary>Audit: 4150 to 4199.</summary>
    public const int DenialsNotKept = 4150, DenialAppendFailed = 4151, ExportWaits = 4152, ExportNotKept = 4153;

    /// <summary>Publishing: 4350 to 4399.</summary>
    public const int PersonalDataDestroyed = 4350, PersonalDataWaits = 4351, ReplacedPersonDestroyed = 4352,
        WithdrawalsTold = 4353, WithdrawalsWait = 4354, ReleasesLeft = 4355, ReleasesWait = 4356,
        CopiesDestroyed = 4357, CopiesWait = 4358, ReleasesFollowed = 4359, FollowingWaits = 4360;

    /// <summary>Contacts: 4300 to 4349.</summary>
    public const int DirectoryFromMemory = 4300;

    /// <summary>Expiry: 4450 to 4499.</summary>
    public const int ExpiresSoon = 4450, ExpiresNow = 4451, ExpiredWaits = 4452;

    /// <summary>Cases: 4500 to 4549.</summary>
    public const int EscalationNamed = 4500, ReminderSent = 4501, ReminderRefused = 4502;

    /// <summary>Checks: 4550 to 4599.</summary>
    public const int CheckAnswersWait = 4550;
}
